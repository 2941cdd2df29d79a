"""The list of tasks, for those who set and end them; and the lead given to another unit."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from minben.accounts.actions import Role, requires
from minben.commons.clock import now
from minben.evaluation.agenda import actions, queries, wording
from minben.evaluation.agenda.forms import EndTaskForm, HandOverForm, TaskForm
from minben.evaluation.agenda.naming import name_of
from minben.evaluation.agenda.tasks_shown import task_facts, task_lines
from minben.evaluation.agenda.views.public import facts, found
from minben.evaluation.agenda.views.working import me
from minben.evaluation.agenda.words import State
from minben.ground.registers import queries as registers

_WORKERS = (Role.OFFICER, Role.WORKER)


@requires(*_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request: HttpRequest, key: int) -> HttpResponse:
    """Show the tasks of a question to the units that work on it, and put one more on the list."""
    row = found(key)
    units = actions.worked_for(me(request), at=now())
    mine = row.unit in units
    form = TaskForm(
        request.POST or None, choices={"unit": _units()}, initial={"unit": row.unit, "kind": "work"}
    )
    if request.method == "POST" and form.is_valid() and _set(request, form, key):
        messages.success(request, str(wording.DEEDS["task_set"]))
        return redirect("agenda:tasks", key)
    rows, today = queries.tasks_of(key), localdate(now())
    open_ones = [one for one in rows if not one.ended and (mine or one.unit in units)]
    context = {
        **facts(row),
        **task_facts(rows, today),
        "open": task_lines(open_ones, today),
        "form": form if mine and row.state != State.CLOSED else None,
    }
    return render(request, "agenda/tasks.html", context, status=400 if form.errors else 200)


@requires(*_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_task(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Say that a task is done, or dropped."""
    row = found(key)
    task = next((one for one in queries.tasks_of(key) if one.number == number), None)
    if task is None:
        raise Http404(number)
    form = EndTaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end = actions.TaskEnded(number=number, **form.cleaned_data)
        try:
            actions.end_task(question_id=key, end=end, by=me(request), at=now())
        except actions.AgendaRefused as refused:
            form.add_error(None, str(wording.REFUSALS[refused.code]))
        else:
            messages.success(request, str(wording.TASK_ENDS[end.how]))
            return redirect("agenda:tasks", key)
    line = task_lines([task], localdate(now()))[0]
    context = {**facts(row), "form": form, "one": line}
    return render(request, "agenda/end_task.html", context, status=400 if form.errors else 200)


@requires(Role.ANALYST)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, key: int) -> HttpResponse:
    """Give the lead to another unit."""
    row = found(key)
    form = HandOverForm(request.POST or None, choices={"unit": [("", "–"), *_units()]})
    if request.method == "POST" and form.is_valid():
        try:
            lead = actions.NewLead(**form.cleaned_data)
            actions.hand_over(question_id=key, lead=lead, by=me(request), at=now())
        except actions.AgendaRefused as refused:
            form.add_error(None, str(wording.REFUSALS[refused.code]))
        else:
            messages.success(request, str(wording.DEEDS["handed_over"]))
            return redirect("agenda:work", key)
    return render(
        request, "agenda/hand_over.html", {**facts(row), "form": form}, status=400 if form.errors else 200
    )


def _set(request: HttpRequest, form: TaskForm, key: int) -> bool:
    try:
        task = actions.NewTask(**form.cleaned_data)
        actions.set_task(question_id=key, task=task, by=me(request), at=now())
    except actions.AgendaRefused as refused:
        form.add_error(
            "due_on" if refused.code == "due_passed" else None, str(wording.REFUSALS[refused.code])
        )
        return False
    return True


def _units() -> list[tuple[int | str, str]]:
    return [(row.key, name_of(row)) for row in registers.units()]
