"""The stop button."""
import os
import signal
import threading
import time
import unittest

from conversation import Conversation


class Interrupt(Conversation):
    def stops(self, code):
        answer = self.run_and_interrupt(code)
        self.assertEqual(answer.error["ename"], "Interrupted")
        self.assertEqual(self.run_cell("1 + 1").value, "2")
        return answer

    def test_stops_an_endless_loop_and_runs_its_finally(self):
        answer = self.stops("try { while (true) {} } finally { console.log('tidied'); }")
        self.assertEqual(answer.text(), "tidied\n")

    def test_stops_endless_loops_after_an_await(self):
        self.stops("await 0; for (;;);")
        self.stops("while (true) await 0;")

    def test_stops_an_await(self):
        self.stops("await new Promise(() => {});")

    @unittest.skipIf(os.name == "nt", "needs Ctrl-C")
    def test_stops_what_no_loop_of_the_cell_runs(self):
        self.stops("/(a+)+$/.test('a'.repeat(50) + 'b')")

    def test_nothing_goes_on_behind_the_next_cell(self):
        self.stops("let turns = 0;\nasync function spin() { while (true) { turns++; await new Promise((r) => setTimeout(r, 10)); } }\nawait spin();")
        self.assertEqual(self.run_cell("const before = turns; await new Promise((r) => setTimeout(r, 200)); turns - before").value, "0")

    def test_code_that_listens_to_the_signal_ends_by_itself(self):
        answer = self.run_and_interrupt(
            "const { signal } = (globalThis as any)[Symbol.for('taskweave.notebook')];\n"
            "const ended = await new Promise((done) => signal.addEventListener('abort', () => setTimeout(() => done('by itself'), 500)));\n"
            "ended"
        )
        self.assertEqual(answer.value, "'by itself'")

    def test_fit_stops_at_the_next_batch_and_returns_its_history(self):
        self.run_cell(
            "import { classification, digits, fit, hardSharing, mlp, tf } from 'taskweave';\n"
            "const data = digits().select(['x'], ['digit']);\n"
            "const model = hardSharing({ inputs: { x: [64] }, encoder: mlp([8]), tasks: { digit: classification(10) } });"
        )
        answer = self.run_and_interrupt("const history = await fit(model, data, { epochs: 100000 });\nhistory.stopped", after=4)
        self.assertEqual(answer.value, "'interrupted'")
        self.assertEqual(len(answer.of("display_data")), 1)
        tensors = self.run_cell("tf.memory().numTensors").value
        self.run_cell("await new Promise((r) => setTimeout(r, 300));")
        self.assertEqual(self.run_cell("tf.memory().numTensors").value, tensors)

    def test_a_cell_has_a_signal_of_its_own(self):
        self.stops("await new Promise(() => {});")
        self.assertEqual(self.run_cell("(globalThis as any)[Symbol.for('taskweave.notebook')].signal.aborted").value, "false")

    def test_an_interrupt_of_nothing_does_nothing(self):
        self.manager.interrupt_kernel()
        time.sleep(0.5)  # It comes by a channel of its own, and may otherwise overtake the cell.
        self.assertEqual(self.run_cell("let n = 0; for (let i = 0; i < 3; i++) n++; n").value, "3")

    @unittest.skipIf(os.name == "nt", "needs Ctrl-C")
    def test_ctrl_c_does_the_same(self):
        pid = int(self.run_cell("process.pid").value)
        for code in ("while (true) {}", "await new Promise(() => {});"):
            timer = threading.Timer(0.5, os.kill, (pid, signal.SIGINT))
            timer.start()
            self.assertEqual(self.run_cell(code).error["ename"], "Interrupted")
            timer.join()
