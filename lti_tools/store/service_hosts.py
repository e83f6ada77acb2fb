"""The hosts of a platform's services, as its signed launches name them: the only ones that our tokens go to.

A platform that moves tells its new host in a launch, and that is believed, because the launch is signed; it is logged,
stands in the audit log, and `doctor` says so for a month. The newest hosts are kept.
"""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import AddressForbidden
from lti_tools.lti.addresses import host_of
from lti_tools.lti.launch import Services
from lti_tools.store.audits import note
from lti_tools.store.tables.schools import Deployment

log = logging.getLogger(__name__)

MOST = 10
LEARNT = "service-host.learn"
LAUNCH = "launch"
"""Action and actor of the audit row."""


def learn(db: Session, deployment: Deployment, told: Services, now: datetime) -> None:
    """Remember the hosts that a verified launch names beside those known."""
    addresses = (told.lineitems, told.lineitem, told.memberships, told.groups, told.group_sets)
    named = dict.fromkeys(_host(address) for address in addresses)
    new = [host for host in named if host and host not in deployment.service_hosts]
    if not new:
        return
    if deployment.service_hosts:
        for host in new:
            log.warning("service host learnt", extra={"fields": {"deployment": deployment.id, "host": host}})
            note(db, LAUNCH, LEARNT, now, registration=deployment.registration_id, host=host)
    deployment.service_hosts = [*deployment.service_hosts, *new][-MOST:]


def _host(address: str) -> str:
    """Empty for none, and for an address that is never called."""
    try:
        return host_of(address) if address else ""
    except AddressForbidden:
        return ""
