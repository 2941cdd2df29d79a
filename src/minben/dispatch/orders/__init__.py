"""Work orders (工单): every understood request gets somebody who answers for it, and a date.

What it is for
--------------
Category × area gives a unit by the city's dated dispatch catalogue (派单目录). The unit signs, acts, asks,
brings others in, and may end an order only with evidence. The first unit answers until another has signed
(首接负责); what units cannot agree on, the centre rules on in writing. Clocks run in hours or working days
and stand still while the person is being asked.

What it must never do
---------------------
Drop an order between two units; let a machine refuse, close or punish; show the unit complained about who
complained; call an order done without evidence; let an order without danger go before one with danger; edit
its own history.
"""
