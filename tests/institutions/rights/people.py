"""Who reads and whose data it is, in the tests of rights."""

from minben.institutions.rights.actions import Reader, Record

ZHAO = Reader(key="user:905", role="officer", holders=("unit:3",), label="江畔热力站 赵**")
WANG_FANG = Reader(key="user:906", role="clerk", label="12345 王**")
HE_JING = Reader(key="user:907", role="worker", holders=("place:11",), label="江畔社区 何**")
SUN = Reader(key="user:908", role="auditor", label="孙**")

CHEN = "person:12"
HEATING = Record(record="hotline.request:7", person=CHEN, fields=("name", "phone", "address"))
WATER = Record(record="hotline.request:8", person="person:13", fields=("phone",))
