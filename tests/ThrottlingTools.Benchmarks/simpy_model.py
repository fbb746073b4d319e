"""The steady case of ModelBenchmark.cs in SimPy: clients in a closed loop, each request of 2 ms against a token bucket
with burst, micro-delay, cut-off and concurrency. Takes the number of requests; prints SimPy's version, the seconds it
took (fastest of three), the virtual end and the charge in seconds. For SimPy 2, which Debian 12 has, and SimPy 3 and 4.
"""
import sys
import time

MAX_BURST, RECHARGE, CUTOFF, CONCURRENCY = 300.0, 0.25, 3000.0, 27
SERVICE, LATENCY, THINK, MAX_DELAY, HINT_CAP, RETRY = 0.002, 0.02, 0.1, 40.955, 300.0, 1.0


class Budget:
    __slots__ = ("balance", "updated", "running", "locked_until", "charged")

    def __init__(self):
        self.balance, self.updated, self.running, self.locked_until, self.charged = MAX_BURST, 0.0, 0, None, 0.0

    def advance(self, now):
        self.balance = min(MAX_BURST, self.balance + (now - self.updated) * RECHARGE)
        self.updated = now

    def lock_if_cut_off(self, now):
        if self.locked_until is not None and self.locked_until > now:
            return
        self.locked_until = None
        if self.balance <= -CUTOFF:
            self.locked_until = now + min(HINT_CAP, -self.balance / RECHARGE)

    def begin(self, now):
        """The delay of an admitted request, or None and the time to wait."""
        self.advance(now)
        if self.running >= CONCURRENCY:
            return None, RETRY
        self.lock_if_cut_off(now)
        if self.locked_until is not None:
            return None, self.locked_until - now
        self.running += 1
        return (MAX_DELAY * min(1.0, -self.balance / CUTOFF) if self.balance < 0 else 0.0), 0.0

    def complete(self, now):
        self.balance -= SERVICE
        self.charged += SERVICE
        self.advance(now)
        self.lock_if_cut_off(now)
        self.running -= 1


class Work:
    def __init__(self, requests):
        self.left, self.end = requests, 0.0


def steps(work, budget, now):
    """What a client does, as the times it waits; now() tells the time."""
    while work.left > 0:
        work.left -= 1
        yield LATENCY / 2
        while True:
            delay, wait = budget.begin(now())
            if delay is not None:
                break
            yield LATENCY + wait
        yield delay + SERVICE
        budget.complete(now())
        work.end = max(work.end, now() + LATENCY / 2)
        yield LATENCY / 2 + THINK


def run_2(requests):
    from SimPy.Simulation import Process, Simulation, hold

    class Client(Process):
        def run(self, work, budget):
            for wait in steps(work, budget, self.sim.now):
                yield hold, self, wait

    simulation = Simulation()
    simulation.initialize()
    work, budget = Work(requests), Budget()
    for _ in range(10):
        client = Client(sim=simulation)
        simulation.activate(client, client.run(work, budget))
    simulation.simulate(until=1e12)
    return work, budget


def run_4(requests):
    import simpy

    environment = simpy.Environment()

    def client(work, budget):
        for wait in steps(work, budget, lambda: environment.now):
            yield environment.timeout(wait)

    work, budget = Work(requests), Budget()
    for _ in range(10):
        environment.process(client(work, budget))
    environment.run()
    return work, budget


try:
    import simpy
    run, version = run_4, simpy.__version__
except ImportError:
    import SimPy
    run, version = run_2, SimPy.__version__

fastest = None
for _ in range(3):
    began = time.perf_counter()
    done, owner = run(int(sys.argv[1]))
    took = time.perf_counter() - began
    fastest = took if fastest is None else min(fastest, took)
print(version.split()[0], fastest, done.end, owner.charged)
