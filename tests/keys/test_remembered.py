import gc
import weakref

from course_lib.keys.remembered import once_a_scenario


class Scenario:
    pass


def test_work_is_done_once_a_scenario_and_argument_and_forgotten_with_it():
    done = []

    @once_a_scenario
    def work(scenario, times=1):
        done.append(times)
        return [times]

    first, second = Scenario(), Scenario()
    assert work(first) is work(first)
    assert work(first, 2) == [2]
    assert work(first) is not work(second)
    assert done == [1, 2, 1]
    gone = weakref.ref(first)
    del first
    gc.collect()
    assert gone() is None
