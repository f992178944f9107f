"""Start, questions to the user, restart and end; and what the package jupyter_kernel_test asks of every kernel."""
import time
import unittest

import jupyter_kernel_test
from conversation import Conversation
from jupyter_client.manager import KernelManager


class Lifecycle(Conversation):
    def test_the_user_can_be_asked(self):
        answer = self.run_cell("await prompt('Name? ')", allow_stdin=True, stdin_hook=lambda m: self.client.input("Ada " + m["content"]["prompt"]))
        self.assertEqual(answer.value, "'Ada Name? '")
        self.assertIn("no input", self.run_cell("await prompt('Name? ')", allow_stdin=False).error["evalue"])

    def test_the_heart_beats_while_a_cell_computes(self):
        self.client.execute("const until = performance.now() + 1500; while (performance.now() < until);")
        time.sleep(0.5)
        self.assertTrue(self.client.is_alive() and self.client.hb_channel.is_beating())
        self.assertEqual(self.client.get_shell_msg(timeout=30)["content"]["status"], "ok")

    def test_comms_are_answered(self):
        self.assertEqual(self.ask("comm_info"), {"status": "ok", "comms": {}})

    def test_a_restart_forgets_everything(self):
        self.run_cell("const gone = 1; setInterval(() => {}, 1000);")
        self.manager.restart_kernel()
        self.client.wait_for_ready(timeout=60)
        answer = self.run_cell("gone")
        self.assertEqual((answer.reply["execution_count"], answer.error["evalue"]), (1, "Cannot find name 'gone'."))


class End(unittest.TestCase):
    def test_a_shutdown_is_answered_and_the_process_ends(self):
        manager = KernelManager(kernel_name="taskweave")
        manager.start_kernel()
        client = manager.blocking_client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        client.execute_interactive("setInterval(() => {}, 1000); 1", timeout=60, output_hook=lambda _: None)
        reply = client.shutdown(reply=True, timeout=10)
        self.assertEqual(reply["content"]["status"], "ok")
        for _ in range(50):
            if not manager.is_alive():
                break
            time.sleep(0.1)
        self.assertFalse(manager.is_alive())
        client.stop_channels()
        manager.cleanup_resources()


class EveryKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "taskweave"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world');"
    code_stderr = "console.error('error');"
    code_execute_result = [{"code": "1 + 1", "result": "2"}]
    code_generate_error = "throw new Error('boom');"
    error_expected_output = "boom"
    completion_samples = [{"text": "consol", "matches": {"console"}}]
    complete_code_samples = ["1 + 1", "const a = 1;"]
    incomplete_code_samples = ["function f() {", "if (true) {"]
    code_inspect_sample = "console"
    code_display_data = [{"code": "await display('shown');", "mime": "text/plain"}]
    code_clear_output = "clearOutput();"
    supported_history_operations = ()
