package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads workflow documents; what is wrong with one part does not keep it from reading the others. */
final class WorkflowReader {
  private static final List<String> MEMBERS =
      List.of("name", "version", "description", "inputs", "steps");
  private static final JsonSchema ANY = JsonSchema.of(Json.object().put("type", "object").build());

  private WorkflowReader() {}

  static Workflow read(Json document) {
    Problems problems = new Problems();
    Form form = Form.of(document, "", problems).orElse(null);
    if (form == null) {
      problems.throwIfAny();
      throw new IllegalStateException("unreachable: a document that is no object is a problem");
    }
    form.onlyKnows(MEMBERS);
    String name = form.text("name");
    if (name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
      problems.add("/name", "must have at most 100 characters and no control characters");
    }
    int version = form.number("version", 1, 1_000_000, Optional.of(1));
    Workflow.Header header = new Workflow.Header(name, version, inputs(form));
    StepReader reader = new StepReader(problems);
    List<Step> steps = reader.steps(form, "steps", 1);
    if (!form.has("steps")) {
      problems.add("", "\"steps\" is missing");
    }
    Map<String, Definition.Place> places = new HashMap<>();
    if (problems.none()) {
      new ReferenceCheck(header.inputs(), reader.pointers(), problems, places).run(steps);
    }
    problems.throwIfAny();
    Definition definition = new Definition(Map.copyOf(places), Map.copyOf(reader.branches()));
    return new Workflow(form.object(), header, steps, definition);
  }

  private static JsonSchema inputs(Form form) {
    if (!form.has("inputs")) {
      return ANY;
    }
    try {
      return JsonSchema.of(form.object("inputs"));
    } catch (JsonException e) {
      form.problems().add("/inputs", Objects.requireNonNull(e.getMessage()));
      return ANY;
    }
  }
}
