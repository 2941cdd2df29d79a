"""Addresses of the agenda."""

from django.urls import path

from minben.evaluation.agenda.views import candidates, choosing, public, tasks, working

app_name = "agenda"
urlpatterns = [
    path("", public.year, name="now"),
    path("<int:number>/", public.year, name="year"),
    path("<int:number>/list.csv", public.download, name="download"),
    path("questions/<int:key>/", public.question, name="question"),
    path("questions/<int:key>/say/", public.say, name="say"),
    path("questions/<int:key>/work/", working.work, name="work"),
    path("questions/<int:key>/work/step/", working.deed, name="deed"),
    path("questions/<int:key>/tasks/", tasks.tasks, name="tasks"),
    path("questions/<int:key>/tasks/<int:number>/end/", tasks.end_task, name="end_task"),
    path("questions/<int:key>/hand-over/", tasks.hand_over, name="hand_over"),
    path("questions/<int:key>/hear/", working.hear, name="hear"),
    path("desk/", working.desk, name="desk"),
    path("plan/", choosing.plan, name="plan"),
    path("choose/", choosing.choose, name="choose"),
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/<int:key>/", candidates.candidate, name="candidate"),
]
