"""Values, types and variables of cells."""
from conversation import Conversation


class Cells(Conversation):
    def test_last_expression_is_the_result(self):
        answer = self.run_cell("const a = 1;\na + 1")
        self.assertEqual(answer.value, "2")
        self.assertEqual(answer.of("execute_input")[0]["code"], "const a = 1;\na + 1")
        self.assertIsNone(self.run_cell("const nothing = 1;").value)

    def test_assignments_are_seen_by_functions_of_an_earlier_cell(self):
        self.run_cell("let counter = 0; function inc() { return ++counter; } inc();")
        self.assertEqual(self.run_cell("counter += 5; [counter, inc(), counter]").value, "[ 6, 7, 7 ]")
        self.assertEqual(self.run_cell("({ counter } = { counter: 9 }); inc()").value, "10")
        self.assertEqual(self.run_cell("const both = { counter }; both.counter").value, "10")

    def test_names_can_be_declared_again(self):
        self.run_cell("const again = 1; class K { size = 1 }")
        self.run_cell("const again = 'two'; class K { size = 'large' }")
        self.assertEqual(self.run_cell("[again, new K().size]").value, "[ 'two', 'large' ]")

    def test_properties_may_have_the_name_of_an_earlier_variable(self):
        self.run_cell("const depth = 1; const box = { depth: 2 };")
        self.assertEqual(self.run_cell("const { depth: inner } = box; [inner, { depth: 3 }.depth]").value, "[ 2, 3 ]")

    def test_top_level_await_in_all_its_forms(self):
        answer = self.run_cell("const p = await Promise.resolve(2);\nfor await (const x of [p]) console.log(x);")
        self.assertEqual(answer.text(), "2\n")
        self.assertEqual(self.run_cell("for await (const x of [3]) console.log(x);").text(), "3\n")

    def test_a_cell_that_fails_leaves_what_it_made(self):
        self.run_cell("const made = 1; throw new Error('half-way'); const missed = 2;")
        self.assertEqual(self.run_cell("made").value, "1")
        self.assertEqual(self.run_cell("missed").error["ename"], "ReferenceError")

    def test_types_are_checked_strictly(self):
        error = self.run_cell("const a = 1;\nconst s: string = null;").error
        self.assertEqual(error["ename"], "CompileError")
        self.assertIn(":2:7 - error TS2322: Type 'null' is not assignable", error["traceback"][0])
        self.assertEqual(error["traceback"][2].strip(), "^")
        self.assertIn("implicitly has an 'any' type", self.run_cell("function f(x) { return x; }").error["evalue"])

    def test_completion_inspection_and_completeness(self):
        self.run_cell("const list = [1, 2];")
        found = self.ask("complete", "'😀'; list.ma", 13)
        self.assertEqual((found["matches"], found["cursor_start"]), (["map", "flatMap"], 10))
        self.assertIn("const list: number[]", self.ask("inspect", "list", 2)["data"]["text/plain"])
        self.assertEqual(self.ask("is_complete", "if (1) {")["status"], "incomplete")
        self.assertEqual(self.ask("is_complete", "1 + 1")["status"], "complete")

    def test_code_copied_from_a_module_may_say_export(self):
        self.run_cell("export const shared = 1;\nexport function give() { return 'export const'; }")
        self.assertEqual(self.run_cell("[shared, give()]").value, "[ 1, 'export const' ]")

    def test_a_type_without_a_name_is_no_error(self):
        self.run_cell("const fs = await import('fs');")
        self.assertEqual(self.run_cell("fs.existsSync('.')").value, "true")
        self.assertIn("Property 'nothing' does not exist", self.run_cell("fs.nothing").error["evalue"])

    def test_what_typescript_has(self):
        self.run_cell("enum Color { Red, Green }\nconst enum Fast { A = 3 }\nnamespace Space { export const v = 4; }\ninterface Only { x: number }")
        self.run_cell("abstract class Base<T> { #p = 1; abstract f(): T; get p() { return this.#p; } }\nclass Impl extends Base<string> { f() { return 'f'; } }")
        answer = self.run_cell("const only: Only = { x: 1 };\n[Color.Green, Fast.A, Space.v, only.x, new Impl().f(), new Impl().p]")
        self.assertEqual(answer.value, "[ 1, 3, 4, 1, 'f', 1 ]")

    def test_a_cell_with_nothing_in_it(self):
        for code in ("", "// a comment", "type T = number;"):
            self.assertEqual(self.run_cell(code).reply["status"], "ok")
