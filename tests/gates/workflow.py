#!/usr/bin/env python3
"""Plays the jobs of a GitHub workflow, as far as samples/ci and the action of klopt
need it, and fails on anything that it does not know.

    workflow.py REPOSITORY WORKFLOW KLOPT SAID

REPOSITORY is the work tree, WORKFLOW the file, KLOPT the folder that a checkout to
.klopt stands for, SAID a folder for what was said: annotations (what the steps wrote),
summary.md, and uploads (the files that were uploaded, one a line). The exit status
is 1 if a step failed."""
import json
import os
import re
import subprocess
import sys

import yaml

repository, workflow, klopt, said = sys.argv[1:]
KEYS = {"uses", "run", "shell", "with", "env", "id", "if", "name"}


def evaluate(text, scope):
    """The text with its ${{ expressions }}: names with dots in scope, no more."""

    def look(match):
        found = scope
        for part in match.group(1).split("."):
            if part not in found:
                sys.exit(f"{match.group(0)}: {part} is not known")
            found = found[part]
        return str(found)

    made = re.sub(r"\$\{\{ *([A-Za-z_.-]+) *\}\}", look, str(text))
    if "${{" in made:
        sys.exit(f"not an expression that is known: {text}")
    return made


class Job:
    def __init__(self):
        self.failed = False
        self.path = os.environ["PATH"]

    def run(self, step, scope, action):
        """The outputs of a step that runs a script."""
        if step.get("shell", "bash") != "bash":
            sys.exit(f"shell {step['shell']}")
        files = {name: os.path.join(said, name) for name in
                 ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_ENV")}
        for name in files.values():
            open(name, "w").close()
        environment = dict(os.environ, PATH=self.path, CI="true",
                           GITHUB_ACTIONS="true", GITHUB_WORKSPACE=repository,
                           GITHUB_STEP_SUMMARY=os.path.join(said, "summary.md"),
                           **files)
        for name, value in step.get("env", {}).items():
            environment[name] = evaluate(value, scope)
        if action:
            environment["GITHUB_ACTION_PATH"] = action
        with open(os.path.join(said, "annotations"), "a") as out:
            status = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c",
                 evaluate(step["run"], scope)],
                cwd=repository, env=environment, stdout=out,
                stderr=subprocess.STDOUT).returncode
        self.failed = self.failed or status != 0
        with open(files["GITHUB_PATH"]) as added:
            for line in added:
                self.path = line.rstrip("\n") + ":" + self.path
        with open(files["GITHUB_OUTPUT"]) as outputs:
            return dict(line.rstrip("\n").split("=", 1) for line in outputs)

    def composite(self, folder, given):
        """The outputs of an action."""
        with open(os.path.join(folder, "action.yml")) as file:
            action = yaml.safe_load(file)
        if action["runs"]["using"] != "composite":
            sys.exit(f"runs using {action['runs']['using']}")
        unknown = set(given) - set(action["inputs"])
        if unknown:
            sys.exit(f"inputs that the action has not: {unknown}")
        inputs = {name: given.get(name, value.get("default", ""))
                  for name, value in action["inputs"].items()}
        scope = {"inputs": inputs, "steps": {}}
        for step in action["runs"]["steps"]:
            self.step(step, scope, folder)
        outputs = action.get("outputs", {})
        return {name: evaluate(output["value"], scope)
                for name, output in outputs.items()} if scope["steps"] else {}

    def upload(self, given):
        file = given["sarif_file"]
        with open(os.path.join(repository, file)) as report:
            json.load(report)
        with open(os.path.join(said, "uploads"), "a") as uploads:
            print(file, file=uploads)

    def step(self, step, scope, action=None):
        if not KEYS.issuperset(step):
            sys.exit(f"keys of a step that are not known: {set(step) - KEYS}")
        if step.get("if") not in (None, "always()"):
            sys.exit(f"if: {step['if']}")
        if self.failed and "if" not in step:
            return
        given = {name: evaluate(value, scope)
                 for name, value in step.get("with", {}).items()}
        uses = step.get("uses", "")
        outputs = {}
        if "run" in step:
            outputs = self.run(step, scope, action)
        elif uses.startswith("./.klopt/"):
            outputs = self.composite(os.path.join(klopt, uses[len("./.klopt/"):]),
                                     given)
        elif uses.startswith("github/codeql-action/upload-sarif@"):
            self.upload(given)
        elif not uses.startswith("actions/checkout@"):
            sys.exit(f"uses: {uses}")
        if "id" in step:
            scope["steps"][step["id"]] = {"outputs": outputs}


with open(os.path.join(repository, workflow)) as file:
    jobs = yaml.safe_load(file)["jobs"]
failed = False
for job in jobs.values():
    player = Job()
    scope = {"steps": {}, "vars": {"KLOPT_REPOSITORY": "OWNER/klopt"}}
    for step in job["steps"]:
        player.step(step, scope)
    failed = failed or player.failed
sys.exit(1 if failed else 0)
