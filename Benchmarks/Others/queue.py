"""The queue of C/queue.c with SimPy 3, a process for each message: queue.py MESSAGES"""

import random
import sys
import time

import simpy


def visit(environment, server):
    with server.request() as turn:
        yield turn
        yield environment.timeout(random.expovariate(1 / 0.9))


def send(environment, messages, server):
    for _ in range(messages):
        yield environment.timeout(random.expovariate(1))
        environment.process(visit(environment, server))


messages = int(sys.argv[1])
random.seed(1)
start = time.perf_counter()
environment = simpy.Environment()
environment.process(send(environment, messages, simpy.Resource(environment)))
environment.run()
print(f"seconds {time.perf_counter() - start:.6f}\ncount {2 * messages}")
