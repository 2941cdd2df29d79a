"""No call leads into the city's own rooms, however its address is written."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.errors import TeachingError
from minben.commons.reach import Reach, why_not

INSIDE = [
    "127.0.0.1", "127.8.9.10", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "255.255.255.255", "224.0.0.1", "239.1.2.3", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1", "::127.0.0.1", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_called(address: str) -> None:
    assert why_not(address) == "inside"


@pytest.mark.parametrize("address", ["8.8.8.8", "203.119.1.1", "2400:3200::1"])
def test_an_address_outside_is_called(address: str) -> None:
    assert why_not(address) == ""


@pytest.mark.parametrize("address", ["", "localhost", "127.1", "0x7f000001", "1.2.3.4.5", "[::1]"])
def test_what_is_no_address_is_not_called(address: str) -> None:
    assert why_not(address) == "unreadable"


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_in_ipv6_never_opens_a_door(address: IPv4Address) -> None:
    wrapped = [
        f"::ffff:{address}",
        f"64:ff9b::{address}",
        str(IPv6Address((0x2002 << 112) | (int(address) << 80))),
    ]
    if why_not(str(address)):
        assert all(why_not(each) for each in wrapped)


@given(st.ip_addresses(network="10.2.0.0/16"))
def test_what_a_setting_names_may_be_called_and_its_neighbours_may_not(address: IPv4Address) -> None:
    reach = Reach.read(" Gate.Example.City , 10.2.0.0/16,::1")
    assert why_not(str(address), reach=reach) == ""
    assert why_not(str(ip_address(int(address) + 2**16)), reach=reach) == "inside"
    assert why_not("192.168.0.1", host="gate.example.city.", reach=reach) == ""
    assert why_not("192.168.0.1", host="other.example.city", reach=reach) == "inside"


def test_a_setting_that_cannot_be_read_says_so() -> None:
    with pytest.raises(TeachingError) as told:
        Reach.read("10.2.0.0/99")
    assert told.value.code == "reach_unreadable"
