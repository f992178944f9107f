"""Errors: where they were, and that none is lost."""
import time

from conversation import Conversation


class Errors(Conversation):
    def test_a_traceback_names_the_lines_of_the_cells(self):
        first = "interface Gone { a: number }\n\nfunction half(x: number): number {\n  if (x % 2) throw new RangeError(`odd: ${x}`);\n  return x / 2;\n}"
        at = self.run_cell(first).reply["execution_count"]
        error = self.run_cell("type Also = Gone;\n\nconst h =\n  half(3);").error
        self.assertEqual((error["ename"], error["evalue"]), ("RangeError", "odd: 3"))
        self.assertEqual(
            error["traceback"],
            [
                "RangeError: odd: 3",
                f"    at half (cell[{at}].ts:4:20)",
                f"    at cell[{at + 1}].ts:4:3",
                "",
                "4 |   if (x % 2) throw new RangeError(`odd: ${x}`);",
                "                       ^",
            ],
        )

    def test_the_reply_says_the_same_as_the_output(self):
        answer = self.run_cell("throw new Error('twice')")
        self.assertEqual(answer.reply["status"], "error")
        self.assertEqual(answer.reply["evalue"], answer.error["evalue"])

    def test_causes_and_thrown_values_are_shown(self):
        error = self.run_cell("throw new Error('outer', { cause: new Error('inner') })").error
        self.assertIn("Error: inner", error["traceback"])
        self.assertEqual(self.run_cell("throw { code: 1 }").error["evalue"], "{ code: 1 }")

    def test_a_forgotten_await_fails_its_cell(self):
        answer = self.run_cell("Promise.reject(new Error('forgotten')); 1")
        self.assertEqual((answer.reply["status"], answer.error["evalue"]), ("error", "forgotten"))

    def test_a_rejection_after_its_cell_fails_the_next_one(self):
        code = "setTimeout(() => Promise.reject(new Error('late')), 50); 1"
        at = self.run_cell(code).reply["execution_count"]
        time.sleep(0.3)
        error = self.run_cell("2").error
        self.assertIn(f"cell[{at}].ts is done", error["evalue"])
        self.assertIn("Error: late", error["traceback"])
        self.assertEqual(self.run_cell("3").reply["status"], "ok")

    def test_cells_already_sent_are_aborted_after_an_error(self):
        sent = [self.client.execute(code) for code in ("throw new Error('stop')", "1", "2")]
        replies = {m["parent_header"]["msg_id"]: m["content"]["status"] for m in (self.client.get_shell_msg(timeout=30) for _ in sent)}
        self.assertEqual([replies[i] for i in sent], ["error", "aborted", "aborted"])

    def test_cells_already_sent_run_when_errors_are_allowed(self):
        sent = [self.client.execute(code, stop_on_error=False) for code in ("throw new Error('go on')", "1")]
        statuses = [self.client.get_shell_msg(timeout=30)["content"]["status"] for _ in sent]
        self.assertEqual(statuses, ["error", "ok"])
