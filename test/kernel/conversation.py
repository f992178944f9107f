"""A conversation with the kernel, in the words a front end uses."""
import threading
import time
import unittest
from dataclasses import dataclass, field

from jupyter_client.manager import KernelManager


@dataclass
class Answer:
    """What one cell brought: the reply's content and every output message, in order."""

    reply: dict
    outputs: list = field(default_factory=list)

    def of(self, kind):
        return [content for msg_type, content in self.outputs if msg_type == kind]

    def text(self, name="stdout"):
        return "".join(c["text"] for c in self.of("stream") if c["name"] == name)

    @property
    def value(self):
        results = self.of("execute_result")
        return results[0]["data"]["text/plain"] if results else None

    @property
    def error(self):
        return self.of("error")[0]


class Conversation(unittest.TestCase):
    """One kernel for all tests of a class; `folder` is its working directory."""

    kernel = "taskweave"
    folder = None

    @classmethod
    def setUpClass(cls):
        cls.manager = KernelManager(kernel_name=cls.kernel)
        cls.manager.start_kernel(cwd=cls.folder)
        cls.client = cls.manager.blocking_client()
        cls.client.start_channels()
        cls.client.wait_for_ready(timeout=60)

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel(now=True)

    def run_cell(self, code, timeout=60, **options):
        outputs = []
        message = self.client.execute_interactive(
            code,
            timeout=timeout,
            output_hook=lambda m: outputs.append((m["msg_type"], m["content"])),
            **options,
        )
        return Answer(message["content"], outputs)

    def run_and_interrupt(self, code, after=0.7):
        timer = threading.Timer(after, self.manager.interrupt_kernel)
        timer.start()
        answer = self.run_cell(code)
        timer.join()
        time.sleep(0.1)
        return answer

    def ask(self, request, *arguments):
        getattr(self.client, request)(*arguments)
        return self.client.get_shell_msg(timeout=60)["content"]
