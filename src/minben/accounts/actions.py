"""What other features may ask of accounts: guard a page, open accounts."""

from minben.accounts.core.permissions import STAFF, Role
from minben.accounts.forgetting import forget_sign_ins
from minben.accounts.guards import WrongRole, address_of, limited, requires, sender
from minben.accounts.opening import NewAccount, create_accounts, give_passwords

__all__ = [
    "STAFF",
    "NewAccount",
    "Role",
    "WrongRole",
    "address_of",
    "create_accounts",
    "forget_sign_ins",
    "give_passwords",
    "limited",
    "requires",
    "sender",
]
