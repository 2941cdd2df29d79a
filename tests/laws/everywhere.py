"""A crowded town, and the address of every page in it, with the role that opens it there."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import localdate
from PIL import Image

from minben.accounts.actions import NewAccount, Role, create_accounts
from minben.accounts.models import User
from minben.commons.clock import now
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.models import Order
from minben.evaluation.agenda import actions as agenda
from minben.evaluation.agenda import queries as agenda_found
from minben.evaluation.outcomes import queries as outcomes
from minben.ground.registers import actions as registers
from minben.ground.registers import queries as places
from minben.institutions.partners import actions as partners
from minben.institutions.partners import queries as deliveries
from minben.institutions.rights import actions as rights
from minben.institutions.rights.glass import Glass
from minben.ledger.models import Entry
from minben.loop import sample_city, turn
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries as hotline_queries
from minben.needs.hotline.models import Alert, Peer, Request, Sent
from minben.needs.telephone import actions as telephone
from minben.needs.telephone.models import Call, CallBack
from minben.needs.topics import actions as topics
from minben.needs.topics import queries as topics_found
from minben.needs.topics.models import Member
from minben.participation.ballots import queries as ballots
from minben.participation.ballots.models import Observer, Owner
from minben.participation.twin import actions as blocks
from minben.participation.twin import queries as twin

ANYBODY = ""
WORDS = "江畔社区三号楼暖气从上周五就不热了，家里老人八十多岁，有人晕倒，燃气味道很大"


@dataclass(frozen=True, slots=True)
class Stop:
    """One page: the name of its route, who opens it, and where it is."""

    route: str
    who: str
    address: str


@dataclass
class Crowd:
    """The town: a stop for each page, and a way to be somebody."""

    stops: list[Stop] = field(default_factory=list)

    def add(self, route: str, who: str, *arguments: object, asked: str = "") -> None:
        self.stops.append(Stop(route, who, reverse(route, args=arguments) + asked))

    def browser(self, role: str) -> Client:
        """The browser of whoever has this role, reading the city's own language."""
        client = Client()
        if role:
            client.force_login(
                User.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend"
            )
        return client

    def session(self, role: str) -> str:
        return self.browser(role).cookies["sessionid"].value if role else ""


def routes() -> dict[str, URLPattern]:
    """Every named route of the house but the framework's own administration, and the API, which has its own law."""
    found: dict[str, URLPattern] = {}

    def gather(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                if one.namespace not in ("admin", "api"):
                    gather(one.url_patterns, f"{one.namespace}:" if one.namespace else prefix)
            else:
                found[f"{prefix}{one.name}"] = one

    gather(get_resolver().url_patterns, "")
    return found


def crowded(folder: Path) -> Crowd:
    """Build the town in the tests' database; its files go into the folder, which is the city's home."""
    at = now()
    sample_city.build(at=at, password="sample", progress=lambda stage, share: None, size=0.02)  # the sample's
    create_accounts(accounts=[NewAccount("second", Role.CLERK, hashed="!")], at=at)
    rows = [registers.NewMembership(_user("second"), "centre", at.date() - timedelta(days=9))]
    registers.enrol_memberships(rows=rows, at=at)
    crowd = Crowd()
    rooms = (
        _open_pages,
        _draft,
        _followed,
        _hotline,
        _topics,
        _telephone,
        _orders,
        _decisions,
        _blocks,
        _outcomes,
        _agenda,
        _institutions,
        _partners,
    )
    for lay_out in rooms:
        lay_out(crowd)
    _turn(crowd, folder)
    return crowd


def _user(name: str) -> int:
    return int(User.objects.get(username=name).pk)


def _open_pages(crowd: Crowd) -> None:
    for name in ("home", "about", "accessibility", "health"):
        crowd.add(f"portal:{name}", ANYBODY)
    for name in ("start", "whistle", "nothing_kept", "find", "heard", "kept"):
        crowd.add(f"hotline:{name}", ANYBODY)
    for route in ("loop:circle", "opendata:index", "orders:catalogue", "registers:places", "rights:purposes"):
        crowd.add(route, ANYBODY)
    crowd.add("registers:unit", ANYBODY, "heat")
    crowd.add("accounts:sign_in", ANYBODY)
    for name in ("mine", "password", "enrol"):
        crowd.add(f"accounts:{name}", Role.CLERK)


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (320, 240), "gray").save(made, "JPEG")
    return made.getvalue()


def _draft(crowd: Crowd) -> None:
    """Leave a draft with everything said that can be."""
    said = {"text": WORDS, "helper_name": "何静", "helper_relation": "邻居"}
    key = hotline.save_draft(facts=said, at=now())
    for name in ("draft", "photos", "point", "put_aside"):
        crowd.add(f"hotline:{name}", ANYBODY, key)
    for part in ("what", "where", "when", "urgency", "who", "about", "contact", "helper"):
        crowd.add("hotline:amend", ANYBODY, key, part)


def _request(text: str = WORDS, **facts: object) -> Request:
    at = now()
    key = hotline.receive(intakes=[hotline.Intake(text=text, received_at=at, **facts)], at=at).request_ids[0]
    return Request.objects.get(pk=key)


def _followed(crowd: Crowd) -> None:
    """Leave one request in work, one finished, one ended with a reason."""
    contact = hotline.ContactGiven(name="陈桂英", phone="13912345678", reply_by="phone")
    going = _request(category="heating", contact=contact)
    hotline.add_photos(request_id=going.pk, jpegs=[_picture()], at=now())
    done = Request.objects.filter(state="done").first()
    over = _request("要求给每户发一套房", category="noise")
    proposal = hotline.Proposal(
        kind="suspended", reason="waits_plan", words="等改造", evidence="改造计划", condition="改造开工"
    )
    ending = hotline.propose_ending(request_id=over.pk, proposal=proposal, by=_user("clerk"), at=now())
    hotline.decide_ending(ending_id=ending, agreed=True, by=_user("second"), at=now())
    assert done is not None
    for request in (going, done, over):
        crowd.add("hotline:track", ANYBODY, request.code)
    for name in ("add", "chase", "withdraw"):
        crowd.add(f"hotline:{name}", ANYBODY, going.code)
    for name in ("solved", "not_solved"):
        crowd.add(f"hotline:{name}", ANYBODY, done.code)
    crowd.add("hotline:appeal", ANYBODY, over.code)
    gone = _request("我叫周敏，已经不用了", category="noise")
    hotline.withdraw(request_id=gone.pk, words="", at=now())
    crowd.add("hotline:erase", ANYBODY, gone.code)
    wish = hotline.ask_erasure(request_id=gone.pk, words="不想留着", at=now())
    crowd.add("hotline:track", ANYBODY, gone.code)
    crowd.add("hotline:decide_erasure", Role.CLERK, wish)


def _hotline(crowd: Crowd) -> None:
    """Leave something on each of the clerk's lists."""
    waiting = _request("楼下很吵，也说不清是什么", urgency="urgent")
    Request.objects.filter(pk=waiting.pk).update(guesses=[["noise", 0.52], ["heating", 0.21]])
    Alert.objects.create(request=waiting, kind="children", at=now())
    report = _request("食品厂用过期的肉", kind="whistle")
    proposal = hotline.Proposal(kind="excluded", reason="no_facts", words="没查到", evidence="三次上门")
    ending = hotline.propose_ending(request_id=waiting.pk, proposal=proposal, by=_user("second"), at=now())
    for name in ("desk", "queue", "alerts", "apart", "messages", "endings", "erasures"):
        crowd.add(f"hotline:{name}", Role.CLERK)
    crowd.add("hotline:case", Role.CLERK, waiting.pk)
    crowd.add("hotline:case", Role.CLERK, report.pk)
    crowd.add("hotline:propose", Role.CLERK, waiting.pk)
    crowd.add("hotline:decide", Role.CLERK, ending)
    services = [{"code": "road", "name": "道路破损 (Damaged roads)"}]
    peer = Peer.objects.create(
        name="江东市",
        name_en="Jiangdong",
        endpoint="https://jiangdong.example/v2",
        services=services,
        tries=1,
    )
    crowd.add("hotline:pass_on", Role.CLERK, waiting.pk)
    there = _request("河对岸的路上有个坑", category="heating")
    to = hotline.PassOn(peer_id=peer.pk, service="road", words="请贵市处理")
    hotline.send_to_peer(request_id=there.pk, pass_on=to, by=_user("clerk"), at=now())
    Sent.objects.filter(request=there).update(tries=2, trouble="no_connection")
    crowd.add("hotline:pass_on", Role.CLERK, there.pk)
    crowd.add("hotline:track", ANYBODY, there.code)


def _telephone(crowd: Crowd) -> None:
    """Leave a call on the line, one of another clerk, one that waits, one that rang in vain, and one to call back."""
    at, second = now(), timedelta(seconds=1)
    telephone.sit_down(by=_user("clerk"), extension="8001", at=at)
    telephone.sit_down(by=_user("second"), extension="8002", at=at)

    def told(call: str, kind: str, ago: int, **facts: str) -> telephone.Heard:
        event = telephone.Event(kind)
        return telephone.Heard(id=f"{call}-{kind}", call=call, kind=event, at=at - ago * second, **facts)

    number = "13912345678"
    events = [
        *(told(call, "ring", 60, caller=number, agent=seat) for call, seat in (("mine", "8001"), ("other", "8002"))),
        *(told(call, "answer", 50, agent=seat) for call, seat in (("mine", "8001"), ("other", "8002"))),
        told("mine", "recording", 40, recording="rec-7"), told("mine", "resume", 30), told("waits", "ring", 20),
        told("vain", "ring", 90, caller="19900007777"), told("vain", "hangup", 30),
        told("back", "ring", 90, caller=number), told("back", "hangup", 30),
    ]  # fmt: skip
    telephone.take_events(events=events, exchange="main", at=at)
    calls = dict(Call.objects.values_list("key", "pk"))
    mine = calls["main/mine"]
    telephone.note(call_id=mine, said=WORDS, address="三号楼", by=_user("clerk"), at=at)
    telephone.ask(call_id=mine, deed=telephone.Deed.HOLD, by=_user("clerk"), at=at)
    telephone.book_call_back(
        call_id=calls["main/back"], wanted_at=at, why="问有没有人来", by=_user("clerk"), at=at
    )
    for name in ("home", "backs", "paper", "keying"):
        crowd.add(f"telephone:{name}", Role.CLERK)
    for call in ("mine", "other", "waits"):
        crowd.add("telephone:call", Role.CLERK, calls[f"main/{call}"])
    crowd.add("telephone:back", Role.CLERK, CallBack.objects.get().pk)
    crowd.add("telephone:recording", Role.CLERK, mine)
    crowd.add("telephone:figures", ANYBODY)


def _topics(crowd: Crowd) -> None:
    """Leave a topic of twelve people, two of whom count for less."""
    place = places.communities()[0].key
    for n in range(12):
        _request(f"{n + 1}号楼楼道漏水，没人管", category="drainage", place_id=place)
    topics.mine_month(at=now())
    # Said within one hour in like words they are fewer voices than people.
    found = max(topics_found.candidates(limit=100), key=lambda one: len(topics_found.members(topic=one.key)))
    less = topics_found.members(topic=found.key)[:2]
    Member.objects.filter(topic=found.key, request__in=less).update(reason="copied", weight=0.1)
    for name in ("index", "discounted", "places", "seasons"):
        crowd.add(f"topics:{name}", ANYBODY)
    crowd.add("topics:topic", ANYBODY, found.key)
    crowd.add("topics:all", Role.ANALYST)
    crowd.add("topics:words", Role.ANALYST, found.key)


def _orders(crowd: Crowd) -> None:
    """Leave orders late, shared, sent back and whistled for."""
    at = now()
    officer, worker = User.objects.get(username="officer"), User.objects.get(username="worker")
    units = {unit.code: unit.key for unit in places.units()}
    fresh = [_request(f"{n}号楼暖气不热，第{n}户", category="heating") for n in range(4)]
    mine = list(Order.objects.filter(request__in=fresh, part="lead", unit_id=units["heat"]))
    signed, back, planned = mine[0], mine[1], mine[2]
    for one in (signed, planned):
        orders.sign(order_id=one.pk, by=officer, at=at)
    other = next(key for code, key in units.items() if code not in ("heat", "centre"))
    orders.split(order_id=signed.pk, units=[other], words="请一起到场", by=officer, at=at)
    orders.plan_visit(order_id=planned.pk, by=officer, at=at)
    orders.send_back(order_id=back.pk, reason="other_duty", words="属市政", by=officer, at=at)
    street = places.units_of(worker, on=at.date())[0]
    called = _request("院里井盖丢了", category="road")
    Order.objects.filter(request=called, part="lead").update(unit_id=street)
    order = Order.objects.get(request=called, part="lead")
    orders.sign(order_id=order.pk, by=worker, at=at)
    orders.whistle(order_id=order.pk, units=[units["heat"]], subject="管沟塌陷", by=worker, at=at)
    crowd.add("orders:queue", Role.OFFICER)
    crowd.add("orders:crews", Role.OFFICER)
    for one in (signed, planned, mine[3]):
        crowd.add("orders:card", Role.OFFICER, one.pk)
    crowd.add("orders:card", Role.WORKER, order.pk)
    crowd.add("orders:centre", Role.CLERK)
    crowd.add("orders:card", Role.CLERK, back.pk)


def _decisions(crowd: Crowd) -> None:
    """The sample city has a vote that runs, one that is over and a secret one."""
    over, runs = ballots.decisions()[-1].key, ballots.decisions()[0].key
    if ballots.published(over) is None:
        over, runs = runs, over
    owner = Owner.objects.get(decision=runs, number=1)
    crowd.add("ballots:decisions", ANYBODY)
    for key in (runs, over):
        crowd.add("ballots:decision", ANYBODY, key)
    crowd.add("ballots:list", ANYBODY, over)
    crowd.add("ballots:costs", ANYBODY, runs)
    crowd.add("ballots:find", ANYBODY)
    crowd.add("ballots:ballot", ANYBODY, owner.code)
    crowd.add("ballots:desk", Role.CLERK)
    crowd.add("ballots:take", Role.WORKER, owner.pk)
    for name in ("paper", "organise", "owners", "letters"):
        crowd.add(f"ballots:{name}", Role.WORKER, runs)
    crowd.add("ballots:new", Role.WORKER)
    watcher = Observer.objects.order_by("pk")[0]
    for name in ("decision", "list"):
        crowd.add(f"ballots:{name}", ANYBODY, watcher.decision_id)
    crowd.add("ballots:appointment", ANYBODY)
    crowd.add("ballots:observe", ANYBODY, watcher.code)
    for name in ("observers", "organise"):
        crowd.add(f"ballots:{name}", Role.WORKER, watcher.decision_id)


def _blocks(crowd: Crowd) -> None:
    """The sample city has a block that was studied; a second one is only begun."""
    block = twin.blocks()[0]
    study = twin.studies(block.key)[0].key
    owner = Owner.objects.get(decision=block.decision, number=1)
    new = blocks.NewBlock(name="新楼栋", unit_id=block.unit)
    begun = blocks.begin(new=new, by=_user("worker"), at=now())
    crowd.add("twin:blocks", ANYBODY)
    crowd.add("twin:block", ANYBODY, block.key)
    crowd.add("twin:study", ANYBODY, block.key, study)
    for asked in ("", "?day=year", "?lift=none&side=back&hour=7.5"):
        crowd.add("twin:picture", ANYBODY, block.key, study, asked=asked)
    crowd.add("twin:find", ANYBODY)
    crowd.add("twin:card", ANYBODY, owner.code)
    crowd.add("twin:mine", Role.RESIDENT)
    crowd.add("twin:desk", Role.WORKER)
    crowd.add("twin:new", Role.WORKER)
    for name in ("setup", "site", "house", "windows", "compute"):
        crowd.add(f"twin:{name}", Role.WORKER, block.key)
    for name in ("setup", "site"):
        crowd.add(f"twin:{name}", Role.WORKER, begun)
    for name in ("households", "all_cards"):
        crowd.add(f"twin:{name}", Role.WORKER, block.key, study)


def _outcomes(crowd: Crowd) -> None:
    for name in ("figures", "units", "exclusions"):
        crowd.add(f"outcomes:{name}", ANYBODY)
    crowd.add("outcomes:answer", ANYBODY)
    summary = outcomes.latest()
    assert summary is not None
    crowd.add("outcomes:figure", ANYBODY, summary.figures[0].code)
    crowd.add("outcomes:calls", Role.CLERK)
    mine = places.units_of(User.objects.get(username="clerk"), on=now().date())
    call = outcomes.waiting(units=mine, at=now(), limit=1)[0]
    crowd.add("outcomes:call", Role.CLERK, call.followup)


def _agenda(crowd: Crowd) -> None:
    """Leave a candidate, and a question that people are asked about; four in five say that it got better."""
    at, who = now(), {name: User.objects.get(username=name) for name in ("analyst", "officer")}
    found = max(topics_found.candidates(limit=100), key=lambda one: one.voices)
    keys = topics_found.members(topic=found.key)
    category = hotline_queries.category_ids(["heating"])["heating"]
    before = at - timedelta(days=121)
    # The sample city has filled some months, and a theme under which questions stand keeps its name.
    day = localdate(before)
    full = {(one.theme.year, one.theme.month) for one in agenda_found.questions()}
    ahead = [divmod(day.year * 12 + day.month - 1 + n, 12) for n in range(12)]
    year, month = next((y, m + 1) for y, m in ahead if (y, m + 1) not in full)
    named = {one.month: one.title for one in agenda_found.themes(year)}
    planned = agenda.NewTheme(year=year, month=month, title=named.get(month, agenda.Text("住得暖")))
    theme = agenda.plan_theme(theme=planned, by=who["analyst"], at=before)
    choice = agenda.Choice(
        theme=theme, title=agenda.Text("家里为什么还冷"), unit=places.unit("heat").key, category=category,
        starts_on=localdate(at) - timedelta(days=120), due_on=localdate(at) + timedelta(days=200), target=-0.3,
        goal=agenda.Text("报修的住户少三成。"), reason=agenda.Text("反映最多。"), topic=found.key,
        evidence={"standings": [{"dimension": "age", "group": "80+", "standing": "silent"}]},
    )  # fmt: skip
    key = agenda.choose(choice=choice, by=who["analyst"], at=before)
    other = replace(choice, title=agenda.Text("报修为什么没人来"), topic=None)
    waiting = agenda.choose(choice=other, by=who["analyst"], at=before)
    agenda.begin(question_id=key, words=agenda.Text("先查循环泵。"), by=who["officer"], at=at)
    for words, days in (("换完十二台循环泵", 30), ("公布停暖补偿办法", 90)):
        due = localdate(at) + timedelta(days=days)
        task = agenda.NewTask(words=agenda.Text(words), unit=choice.unit, due_on=due)
        agenda.set_task(question_id=key, task=task, by=who["officer"], at=at)
    end = agenda.TaskEnded(number=1, how="done", words=agenda.Text("换了。"))
    agenda.end_task(question_id=key, end=end, by=who["officer"], at=at)
    agenda.open_asking(question_id=key, by=who["analyst"], at=at)
    for number, request in enumerate(keys):
        said = agenda.NewWord(request=request, word="worse" if number % 5 == 0 else "better")
        agenda.say(question_id=key, said=said, at=at)
    agenda.measure_due(at=at)
    crowd.add("agenda:now", ANYBODY)
    crowd.add("agenda:year", ANYBODY, year)
    for one in (key, waiting):
        crowd.add("agenda:question", ANYBODY, one)
    crowd.add("agenda:say", ANYBODY, key)
    for role in (Role.ANALYST, Role.OFFICER, Role.REVIEWER):
        crowd.add("agenda:work", role, key)
    crowd.add("agenda:work", Role.OFFICER, waiting)
    crowd.add("agenda:hear", Role.CLERK, key)
    crowd.add("agenda:tasks", Role.OFFICER, key)
    crowd.add("agenda:end_task", Role.OFFICER, key, 2)
    crowd.add("agenda:hand_over", Role.ANALYST, waiting)
    crowd.add("agenda:desk", Role.ANALYST)
    for name in ("plan", "candidates", "choose"):
        crowd.add(f"agenda:{name}", Role.ANALYST)
    crowd.add("agenda:choose", Role.ANALYST, asked=f"?topic={found.key}")
    crowd.add("agenda:candidate", Role.ANALYST, found.key)


def _institutions(crowd: Crowd) -> None:
    at = now()
    request = Request.objects.filter(state="routed").first()
    assert request is not None
    reader = rights.Reader(key=f"user:{_user('officer')}", role="officer", label="热力公司 赵**")
    record = rights.Record(
        record=hotline.record_key(request.pk), person=f"person:{request.person_id or 1}", fields=("phone",)
    )
    access = rights.break_glass(reader=reader, record=record, reason="老人在家晕倒，要马上联系家属", at=at)
    glass = Glass(
        reader=reader.key, label=reader.label, record=record.record, person=record.person, fields=("phone",),
        purpose="request.handle", back="/orders/",
    )  # fmt: skip
    crowd.add("rights:force", Role.OFFICER, asked=f"?t={glass.sign()}")
    crowd.add("rights:mine", Role.RESIDENT)
    crowd.add("rights:review", Role.AUDITOR)
    crowd.add("rights:judge", Role.AUDITOR, access)
    crowd.add("sandbox:algorithms", ANYBODY)
    for name in ("algorithm", "clear", "stop"):
        crowd.add(f"sandbox:{name}", Role.REVIEWER, "hotline.classifier")
    crowd.add("ledger:index", ANYBODY)
    crowd.add("ledger:check", ANYBODY)
    crowd.add("ledger:entry", ANYBODY, Entry.objects.earliest("pk").pk)


def _partners(crowd: Crowd) -> None:
    """Leave a partner with tokens of every kind, and a subscriber that does not answer."""
    at = now()
    new = partners.NewPartner("willow", "柳荫街道办事处", "综合科", name_en="Willow street office")
    key = partners.enrol_partners(rows=[new], at=at)["willow"]
    for days in (None, 30):
        until = at + timedelta(days=days) if days else None
        token = partners.NewToken(
            "willow", "接诉系统", ["requests:read"], purpose="request.improve", until=until
        )
        issued = partners.issue_token(new=token, at=at)
    partners.revoke_token(token=issued.key, at=at)
    with override_settings(MINBEN_REACH="127.0.0.1"):
        told = partners.subscribe(partner=key, address="http://127.0.0.1:9/hook", everything=True, at=at).key
        _request("院里路灯不亮", category="road")
        partners.deliver_due(at=at)
    crowd.add("api", ANYBODY)
    crowd.add("partners:problems", ANYBODY)
    crowd.add("partners:problem", ANYBODY, "key_reused")
    crowd.add("partners:partners", Role.ADMINISTRATOR)
    crowd.add("partners:partner", Role.ADMINISTRATOR, "willow")
    crowd.add("partners:new_token", Role.ADMINISTRATOR, "willow")
    crowd.add("partners:told", Role.ADMINISTRATOR, "willow", told)
    crowd.add("partners:delivery", Role.ADMINISTRATOR, "willow", told, deliveries.deliveries_of(told)[0].key)


def _turn(crowd: Crowd, folder: Path) -> None:
    """Take a small export round, one row of which cannot be read."""
    rows = [
        "id,text,when",
        "A1,路灯不亮,2026-03-01 09:00",
        "A2,有井盖丢了,某天",
        "A3,楼上漏水,2026-03-01 10:00",
    ]
    path = folder / "march.csv"
    path.write_text("\n".join(rows), "utf-8")
    report = turn.run(path=path, columns={}, source="march", at=now())
    crowd.add("loop:turn", Role.ANALYST, report.turn)
    crowd.add("hotline:import", Role.CLERK, report.import_id)
