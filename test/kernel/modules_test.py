"""What cells can import, from a folder that has nothing to do with this package."""
import os
import tempfile
import time
from pathlib import Path

from conversation import Conversation


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


class Modules(Conversation):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = os.path.realpath(cls.temporary.name)
        cls.path = Path(cls.folder)
        write(cls.path / "helper.ts", "import { twice } from './deeper';\n\nexport const four: number = twice(2);\nexport function fail(): never {\n  throw new Error('in the helper');\n}\n")
        write(cls.path / "deeper.ts", "export const twice = (x: number): number => 2 * x;\n")
        package = cls.path / "node_modules" / "only-esm"
        write(package / "package.json", '{ "name": "only-esm", "version": "1.0.0", "type": "module", "exports": { ".": { "types": "./index.d.ts", "import": "./index.js" } } }')
        write(package / "index.js", "export default 'the default';\nexport const named = 7;\n")
        write(package / "index.d.ts", "declare const text: string;\nexport default text;\nexport const named: number;\n")
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.temporary.cleanup()

    def test_taskweave_is_there_with_its_types(self):
        self.assertEqual(self.run_cell("import { seeded } from 'taskweave';\ntypeof seeded(1)()").value, "'number'")
        self.assertIn("not assignable", self.run_cell("import { seeded } from 'taskweave';\nseeded('one');").error["evalue"])

    def test_notebook_and_library_share_one_tensorflow(self):
        answer = self.run_cell("import * as mine from '@tensorflow/tfjs';\nimport { tf } from 'taskweave';\nmine.getBackend() === tf.getBackend() && mine.Tensor === tf.Tensor")
        self.assertEqual(answer.value, "true")

    def test_local_files_and_what_they_import(self):
        self.assertEqual(self.run_cell("import { four, fail } from './helper';\nfour").value, "4")
        trace = self.run_cell("fail();").error["traceback"]
        self.assertIn("helper.ts:5:9", trace[1])

    def test_packages_that_are_only_ecmascript_modules(self):
        self.assertEqual(self.run_cell("import text, { named } from 'only-esm';\n[text, named]").value, "[ 'the default', 7 ]")
        self.assertEqual(self.run_cell("(await import('only-esm')).named").value, "7")

    def test_a_package_that_is_installed_while_the_kernel_runs(self):
        cell = "import { late } from 'installed-late';\nlate"
        self.assertIn("Cannot find module", self.run_cell(cell).error["evalue"])
        package = self.path / "node_modules" / "installed-late"
        write(package / "package.json", '{ "name": "installed-late", "version": "1.0.0", "types": "index.d.ts" }')
        write(package / "index.js", "exports.late = 9;\n")
        write(package / "index.d.ts", "export const late: number;\n")
        self.assertEqual(self.run_cell(cell).value, "9")

    def test_a_module_that_is_not_there(self):
        self.assertIn("Cannot find module 'nowhere'", self.run_cell("import 'fs'; import x from 'nowhere';").error["evalue"])


class LooseTypes(Conversation):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = cls.temporary.name
        write(Path(cls.folder) / "tsconfig.json", '{ "compilerOptions": { "strict": false } }')
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.temporary.cleanup()

    def test_a_tsconfig_beside_the_notebook_loosens_the_checks(self):
        self.assertEqual(self.run_cell("function f(x) { return x; }\nconst s: string = null;\nf(1)").value, "1")
