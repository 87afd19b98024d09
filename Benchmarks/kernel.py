"""The kernel as a queue of a million messages, and the simulation without a store."""

from harness import Contender, add, compare, interleave, parts, python, here, scaled, work
import recordings


def run(rows):
    messages = scaled(1_000_000, least=10_000)
    ours = Contender([parts, "kernel", messages, 1, "drawn"])
    own = Contender([parts, "kernel", messages, 1])
    in_c = Contender([work / "queue", messages, 1, "drawn"])
    own_in_c = Contender([work / "queue", messages, 1])
    many = Contender([parts, "kernel", messages, 1_000, "drawn"])
    many_in_c = Contender([work / "queue", messages, 1_000, "drawn"])
    ns3 = Contender([work / "ns3queue", messages])
    simpy = Contender([python, here / "Others/queue.py", messages // 10])
    simulation = Contender([parts, "simulation", f"{max(1, recordings.whole // 10)} min"])
    interleave(ours, in_c, own, own_in_c, many, many_in_c, ns3, simpy, simulation)
    compare("3", "event queue, 1 server", ours, "C, binary heap", in_c, target=0.6)
    compare("3", "event queue, 1,000 servers", many, "C, binary heap", many_in_c, target=0.6)
    compare("3", "the same with draws, 1 server", own, "C with log()", own_in_c)
    compare("3", "the same with draws, 1 server", own, "ns-3", ns3, target=3)
    compare("3", "the same with draws, 1 server", own, "SimPy 3, a tenth", simpy, target=100)
    add(
        "3", "simulation of hub50, no store", simulation.text, "", "",
        f"{simulation.rate / 1e6:.2f} M events/s", "≥ 2 M events/s", simulation.rate >= 2e6,
        simulation.memory)
