"""The words of every error page: title, what is wrong, who can mend it, steps. A test holds it against `errors`."""

from dataclasses import dataclass

from lti_tools.web.locale import lazy


@dataclass(frozen=True)
class Words:
    """All `lazy`, so that they speak the reader's language."""

    title: str
    text: str
    who: str = ""
    steps: tuple[str, ...] = ()
    picture: str = "knot"


YOU = lazy("You can mend this yourself.")
TEACHER = lazy("If it stays like this: students tell their teacher, teachers tell whoever runs the learning platform.")
ADMIN = lazy(
    "Whoever runs the learning platform can mend this. Students tell their teacher, teachers pass the code on."
)
REOPEN = lazy("Go back to your course and open the activity again.")
ASK_ADMIN = lazy(
    "Administrators: compare this tool's registration in the learning platform with the suite's list of platforms."
)
CLOCK = lazy("Administrators: check the clocks of the learning platform and of this server.")
BROWSER = lazy("Allow cookies for this site, or open the activity in a new tab or window of your browser.")

_REGISTRATION = Words(
    lazy("This learning platform is not known here"),
    lazy("The launch comes from a platform or a client that nobody has registered with this suite."),
    ADMIN,
    (ASK_ADMIN,),
)
_TOKEN = Words(
    lazy("The launch was not understood"),
    lazy("The learning platform sent a message that this tool cannot accept."),
    ADMIN,
    (REOPEN, ASK_ADMIN),
)
_AGAIN = Words(
    lazy("Please open the activity again"),
    lazy("This launch has been used already, or it is too old. Reloading or going back does not bring it back."),
    YOU,
    (REOPEN,),
    "clock",
)
_KEYS = Words(
    lazy("The learning platform cannot be checked just now"),
    lazy("Its keys could not be read, so nobody can say whether this launch is genuine."),
    ADMIN,
    (lazy("Try again in a minute."), lazy("Administrators: run the command “lti-tools doctor” on the server.")),
)
_TIME = Words(
    lazy("Please open the activity again"),
    lazy("The launch carries a time that does not fit: too old, or ahead of our clock."),
    TEACHER,
    (REOPEN, CLOCK),
    "clock",
)

PUBLIC_GONE = Words(
    lazy("There is nothing here"),
    lazy("This page is gone, or a part of its address is missing."),
    "",
    (lazy("Ask whoever gave you the address."),),
    "sprout",
)
UNKNOWN = Words(lazy("That did not work"), lazy("The request was refused."), TEACHER, (REOPEN,))

TEXTS: dict[str, Words] = {
    "registration-unknown": _REGISTRATION,
    "registration-inactive": Words(
        lazy("This registration waits for approval"),
        lazy("An administrator of this suite has still to approve the learning platform."),
        ADMIN,
        (lazy("Administrators: approve it in the admin pages, or with “lti-tools platform approve”."),),
        "clock",
    ),
    "registration-mix-up": _TOKEN,
    "deployment-unknown": Words(
        lazy("This place in the learning platform is not known here"),
        lazy("The platform sent a deployment that does not belong to this registration."),
        ADMIN,
        (ASK_ADMIN,),
    ),
    "login-parameter-missing": Words(
        lazy("Open this tool from your course"),
        lazy("A login has to start in the learning platform: this address alone does not say who you are or where."),
        YOU,
        (REOPEN,),
    ),
    "state-unknown": _AGAIN,
    "state-expired": _AGAIN,
    "state-used": _AGAIN,
    "browser-not-bound": Words(
        lazy("Your browser did not keep the launch together"),
        lazy("The cookie that belongs to this launch did not come back, so nobody can tell whether it is yours."),
        YOU,
        (REOPEN, BROWSER),
        "lock",
    ),
    "nonce-refused": _AGAIN,
    "token-malformed": _TOKEN,
    "key-unknown": _KEYS,
    "keys-unavailable": _KEYS,
    "signature-invalid": _TOKEN,
    "token-expired": _TIME,
    "token-not-yet-valid": _TIME,
    "audience-wrong": _TOKEN,
    "claim-missing": _TOKEN,
    "claim-invalid": _TOKEN,
    "message-unknown": Words(
        lazy("This kind of launch is not supported"),
        lazy("The learning platform asked for something that this tool does not do."),
        ADMIN,
        (lazy("Administrators: check the placement or message type that the tool is used with."),),
    ),
    "target-foreign": Words(
        lazy("The link points somewhere else"),
        lazy("The address inside the launch is not one of this suite."),
        ADMIN,
        (lazy("Teachers: add the activity anew from the activity chooser."), ASK_ADMIN),
    ),
    "return-address-invalid": _TOKEN,
    "platform-reported": Words(
        lazy("The learning platform stopped the launch"),
        lazy("It answered that this launch is no longer good, or that you are signed out there."),
        YOU,
        (lazy("Sign in to the learning platform, then open the activity again from your course."),),
    ),
    "launch-refused": UNKNOWN,
    "session-missing": Words(
        lazy("Open the activity from your course"),
        lazy("This address belongs to somebody's visit and opens nothing by itself."),
        YOU,
        (REOPEN, BROWSER),
        "lock",
    ),
    "session-expired": Words(
        lazy("Your visit has ended"),
        lazy("You were away for a while, so this page was closed to keep your work safe."),
        YOU,
        (REOPEN,),
        "clock",
    ),
    "session-refused": UNKNOWN,
    "ticket-refused": Words(
        lazy("This new tab came too late"),
        lazy("A tab can be opened once, within a minute."),
        YOU,
        (lazy("Go back to the activity and choose “Open in a new tab” again."),),
        "clock",
    ),
    "form-expired": Words(
        lazy("This page was too old to send"),
        lazy("The form did not carry the sign of your visit. Nothing was changed."),
        YOU,
        (REOPEN,),
        "clock",
    ),
    "origin-foreign": Words(
        lazy("This came from another site"),
        lazy("The form was sent from a page that is not ours. Nothing was changed."),
        YOU,
        (REOPEN,),
        "lock",
    ),
    "signed-out": Words(
        lazy("You are signed out"),
        lazy("A visit to the admin pages lasts twelve hours. Nothing was changed."),
        YOU,
        (lazy("Open the admin pages and sign in again."),),
        "lock",
    ),
    "too-many-tries": Words(
        lazy("Too many wrong passwords"),
        lazy("For a quarter of an hour nobody can sign in from your network address, not even with the right one."),
        lazy("Whoever runs the suite can look up the password in its settings."),
        (lazy("Wait fifteen minutes, then try once more."),),
        "clock",
    ),
    "wrong-role": Words(
        lazy("This page is for other people"),
        lazy("Your role in this course does not open it."),
        lazy("Your teacher can tell you more."),
        (),
        "lock",
    ),
    "access-refused": UNKNOWN,
    "not-found": Words(
        lazy("There is nothing here"),
        lazy("What you were looking for is not in this activity, or it is gone."),
        "",
        (REOPEN,),
        "sprout",
    ),
    "invite-invalid": Words(
        lazy("This invite does not work"),
        lazy("It is unknown, used, revoked or older than a week."),
        lazy("Whoever runs this suite can make a new one."),
        (lazy("Ask for a new invite: “lti-tools platform invite” or the admin pages make one."),),
        "lock",
    ),
    "configuration-invalid": Words(
        lazy("The learning platform's description does not fit"),
        lazy("Its OpenID configuration could not be read, or says something that cannot be trusted."),
        lazy("Whoever runs the learning platform can mend this."),
        (lazy("Check the platform's public address and certificate, then open the registration again."),),
    ),
    "registration-rejected": Words(
        lazy("The learning platform did not accept the registration"),
        lazy("It answered with a refusal. Nothing was stored here, and the invite can be used again."),
        lazy("Whoever runs the learning platform can mend this."),
        (lazy("Start the registration again from the platform: its link works once."),),
    ),
    "registration-refused": UNKNOWN,
    "registrations-too-many": Words(
        lazy("Nothing was registered"),
        lazy("Too many registrations without an invite have come, or are waiting for approval."),
        lazy("Whoever runs this suite can make an invite, with which nobody has to wait."),
        (lazy("Try again in an hour."),),
        "clock",
    ),
    "unreachable": Words(
        lazy("The learning platform did not answer"),
        lazy("Its address could not be reached in time."),
        ADMIN,
        (lazy("Try again in a minute."),),
    ),
    "address-forbidden": Words(
        lazy("This address may not be called"),
        lazy("The suite calls public https addresses, and those private hosts that its operator has listed."),
        ADMIN,
        (lazy("Administrators: name an intranet host in LTI_TOOLS_PRIVATE_HOSTS."),),
    ),
    "host-foreign": Words(
        lazy("This address may not be called"),
        lazy("It is on a server that no launch of the learning platform has named."),
        ADMIN,
        (REOPEN,),
    ),
    "http-400": Words(lazy("The request was not understood"), lazy("Something in it is missing or damaged."), YOU),
    "http-404": Words(lazy("There is nothing here"), lazy("This address leads nowhere."), "", (REOPEN,), "sprout"),
    "http-405": Words(
        lazy("Open the activity from your course"), lazy("This address is not for opening by hand."), YOU, (REOPEN,)
    ),
    "http-413": Words(
        lazy("That was too much at once"),
        lazy("What you sent is larger than this page takes."),
        YOU,
        (lazy("Go back with the button of your browser and choose a smaller file, or make the text shorter."),),
    ),
    "http-429": Words(lazy("Too many tries"), lazy("Wait a little before you try again."), YOU, (), "clock"),
    "http-500": Words(
        lazy("Something broke on our side"),
        lazy("It is not your fault. What was stored before is still there."),
        ADMIN,
        (lazy("Try again in a minute."), REOPEN),
    ),
    "http-503": Words(
        lazy("The suite is busy"), lazy("It will answer again in a moment."), YOU, (lazy("Try again in a minute."),)
    ),
}
