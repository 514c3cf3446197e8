"""All models of the room; its own packages import them from where they are."""

from accounts.counts import TryCount
from accounts.devices.models import Device
from accounts.second_factor.models import CodeAttempts, ResetRequest, SecondFactorDuty
from accounts.sessions.models import SignIn
from accounts.users import User

__all__ = [
    "CodeAttempts",
    "Device",
    "ResetRequest",
    "SecondFactorDuty",
    "SignIn",
    "TryCount",
    "User",
]
