"""Output: whole, in order, in its own cell, and not too much of it."""
import json

from conversation import Conversation

NOTEBOOK = "const nb = (globalThis as any)[Symbol.for('taskweave.notebook')];"


class Output(Conversation):
    def test_twenty_thousand_lines_arrive_whole_and_in_few_messages(self):
        answer = self.run_cell("for (let i = 0; i < 20000; i++) console.log('line', i);")
        self.assertEqual(answer.text(), "".join(f"line {i}\n" for i in range(20000)))
        self.assertLess(len(answer.outputs), 50)
        self.assertEqual(answer.outputs[-1], ("status", {"execution_state": "idle"}))

    def test_streams_and_pictures_keep_their_order(self):
        answer = self.run_cell("console.log('a'); console.error('b'); display('c'); console.log('d'); await display('e'); 'f'")
        kinds = [kind for kind, _ in answer.outputs if kind not in ("status", "execute_input")]
        self.assertEqual(kinds[0:2], ["stream", "stream"])
        self.assertEqual((answer.text("stderr"), answer.text()), ("b\n", "a\nd\n"))
        self.assertEqual(kinds[-1], "execute_result")

    def test_output_after_a_cell_belongs_to_that_cell(self):
        first = self.client.execute("setTimeout(() => console.log('from the first'), 200);")
        second = self.client.execute("await new Promise((done) => setTimeout(done, 500)); console.log('from the second');")
        seen = {}
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            parent = message["parent_header"].get("msg_id")
            if message["msg_type"] == "stream":
                seen[message["content"]["text"]] = parent
            if parent == second and message["content"].get("execution_state") == "idle":
                break
        self.assertEqual(seen, {"from the first\n": first, "from the second\n": second})

    def test_a_runaway_loop_is_cut_short(self):
        answer = self.run_and_interrupt("while (true) console.log('x'.repeat(1000));", after=2)
        self.assertLess(len(answer.text()), 2_100_000)
        self.assertIn("more characters were not shown", answer.text("stderr"))

    def test_a_bundle_with_several_types_and_metadata(self):
        self.run_cell(NOTEBOOK)
        answer = self.run_cell("nb.display({ 'image/svg+xml': '<svg/>', 'application/json': { a: 1 } }, { metadata: { wide: true } });")
        shown = answer.of("display_data")[0]
        self.assertEqual(shown["data"], {"image/svg+xml": "<svg/>", "application/json": {"a": 1}})
        self.assertEqual(shown["metadata"], {"wide": True})

    def test_a_picture_is_updated_ten_times_a_second_at_most_and_ends_with_the_last(self):
        self.run_cell(NOTEBOOK)
        answer = self.run_cell(
            "for (let i = 0; i < 100; i++) { nb.display({ 'text/plain': `${i}` }, { id: 'live' }); await new Promise((r) => setTimeout(r, 5)); }"
        )
        self.assertEqual(answer.of("display_data")[0]["transient"], {"display_id": "live"})
        updates = answer.of("update_display_data")
        self.assertLess(len(updates), 20)
        self.assertEqual(updates[-1]["data"]["text/plain"], "99")

    def test_training_is_one_line_and_one_picture_that_grow(self):
        self.run_cell(
            "import { fit, fromArrays, hardSharing, mlp, plot, regression } from 'taskweave';\n"
            "const data = fromArrays({ x: [[0], [1]] }, { y: [0, 2] });\n"
            "const model = hardSharing({ inputs: { x: [1] }, encoder: mlp([2]), tasks: { y: regression() } });"
        )
        answer = self.run_cell("await fit(model, data, { epochs: 3000, progress: plot.losses });")
        ids = [shown["transient"]["display_id"] for shown in answer.of("display_data")]
        last = {shown["transient"]["display_id"]: shown["data"] for shown in answer.of("update_display_data")}
        line, picture = (last[shown] for shown in ids)
        self.assertRegex(line["text/plain"], r"^3000 epochs  y \d")
        self.assertEqual(len(picture["application/vnd.plotly.v1+json"]["data"][0]["y"]), 3000)
        self.assertEqual(picture["text/plain"], 'Figure "Loss of each task" (1 trace)')

    def test_objects_show_themselves(self):
        answer = self.run_cell("({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>me</b>' }) })")
        self.assertEqual(answer.of("execute_result")[0]["data"], {"text/html": "<b>me</b>"})

    def test_tensors_scores_and_data_sets_are_shown(self):
        text = self.run_cell("import * as tf from '@tensorflow/tfjs';\ntf.tensor([[1, 2]])").value
        self.assertEqual(text, "Tensor [1, 2] float32\n[[1, 2]]")
        html = self.run_cell("({ digit: 0.5 })").of("execute_result")[0]["data"]["text/html"]
        self.assertIn("<td>digit</td><td>0.5</td>", html)

    def test_output_can_be_cleared(self):
        answer = self.run_cell("console.log('a'); clearOutput(true); console.log('b');")
        kinds = [kind for kind, _ in answer.outputs if kind in ("stream", "clear_output")]
        self.assertEqual(kinds, ["stream", "clear_output", "stream"])
        self.assertEqual(answer.of("clear_output"), [{"wait": True}])
        self.assertTrue(json.dumps(answer.outputs))
