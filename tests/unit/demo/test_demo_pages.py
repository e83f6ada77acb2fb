import pytest

from lti_tools.demo.pages import read

PAGE = read(
    "http://localhost:8000/a/page?x=1",
    200,
    """
    <form action="send" method="POST" data-submit>
      <input type="hidden" name="token" value="a&amp;b">
      <input name="title" value="Old">
      <textarea name="text">
first
second</textarea>
      <label><input type="checkbox" name="pick" value="1"> Wrapped  label</label>
      <input type="checkbox" name="pick" value="2" id="two" checked><label for="two">Named label</label>
      <select name="zone"><option value="a">A</option><option value="b" selected>B</option></select>
      <select name="first"><option value="x">X</option><option value="y">Y</option></select>
      <button type="submit" name="go" value="1">Go</button>
    </form>
    <a href="../there" data-login-go>There</a><iframe src="/frame"></iframe>
    """,
)


def test_a_form_is_sent_as_a_browser_would_send_it_untouched():
    (form,) = PAGE.forms
    assert (form.action, form.method, form.marks) == ("http://localhost:8000/a/send", "post", {"data-submit"})
    assert form.fields == [
        ("token", "a&b"),
        ("title", "Old"),
        ("text", "first\nsecond"),
        ("pick", "2"),
        ("zone", "b"),
        ("first", "x"),
    ]


def test_boxes_are_found_by_their_labels():
    (form,) = PAGE.forms
    assert form.value_of("Wrapped label") == ("pick", "1")
    assert form.value_of("Named label") == ("pick", "2")
    with pytest.raises(LookupError, match="Named label"):
        form.value_of("None such")


def test_links_and_frames_are_absolute():
    assert PAGE.links == [("http://localhost:8000/there", {"data-login-go"})]
    assert PAGE.frames == ["http://localhost:8000/frame"]
    assert PAGE.link_to("/there") == "http://localhost:8000/there"
    with pytest.raises(LookupError, match="no form to nowhere"):
        PAGE.form_to("nowhere")
