package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks the calls of a workflow against the operations that there are. */
final class CallCheck {
  private final Workflow workflow;
  private final Map<String, Signature> operations = new TreeMap<>();
  private final Problems problems;

  CallCheck(Workflow workflow, Collection<Signature> operations, Problems problems) {
    this.workflow = workflow;
    this.problems = problems;
    operations.forEach(operation -> this.operations.put(operation.name(), operation));
  }

  void run() {
    block(workflow.steps(), "/steps");
  }

  private void block(List<Step> steps, String at) {
    for (int i = 0; i < steps.size(); i++) {
      String path = at + "/" + i;
      switch (steps.get(i)) {
        case Step.Call call -> call(call, path);
        case Step.Branch branch -> {
          for (int c = 0; c < branch.cases().size(); c++) {
            block(branch.cases().get(c).steps(), path + "/branch/" + c + "/steps");
          }
          block(branch.otherwise(), path + "/otherwise");
        }
        case Step.ForEach each -> block(each.steps(), path + "/steps");
        case Step.Parallel parallel ->
            parallel
                .branches()
                .forEach((name, inner) -> block(inner, Problems.at(path + "/parallel", name)));
        case Step.Assign a -> {}
        case Step.Wait w -> {}
        case Step.WaitFor w -> {}
        case Step.Approve a -> {}
        case Step.SubWorkflow s -> {}
        case Step.Return r -> {}
      }
    }
  }

  private void call(Step.Call call, String at) {
    check(call.operation(), call.arguments(), at, "call");
    call.options()
        .compensation()
        .ifPresent(undo -> check(undo.operation(), undo.arguments(), at + "/compensate", "call"));
  }

  private void check(String name, Json.Obj arguments, String at, String member) {
    Signature operation = operations.get(name);
    if (operation == null) {
      problems.add(
          Problems.at(at, member),
          "there is no operation \"" + name + "\"; known are " + operations.keySet());
      return;
    }
    String with = at + "/with";
    if (!Values.refers(arguments)) {
      Json.Obj resolved = Values.resolveObject(arguments, Values.Lookup.NOTHING);
      for (JsonSchema.Violation violation : operation.parameters().check(resolved)) {
        problems.add(with + violation.path(), violation.message());
      }
      return;
    }
    partly(operation.parameters().document(), arguments, with);
  }

  /** Checks member by member what is known without running it. */
  private void partly(Json.Obj schema, Json.Obj arguments, String at) {
    if (!(schema.members().get("properties") instanceof Json.Obj properties)) {
      return;
    }
    if (Values.reference(arguments).isPresent() || Expressions.is(arguments)) {
      return;
    }
    if (schema.members().get("required") instanceof Json.Arr required) {
      for (Json member :
          new TreeSet<>(required.items().stream().map(Json::toString).toList())
              .stream().map(Json::parse).toList()) {
        if (member instanceof Json.Str name && arguments.get(name.value()).isEmpty()) {
          problems.add(at, "\"" + name.value() + "\" is missing");
        }
      }
    }
    boolean closed = schema.get("additionalProperties").equals(Optional.of(Json.of(false)));
    arguments
        .members()
        .forEach(
            (name, value) -> {
              String path = Problems.at(at, name);
              Optional<Json> property = properties.get(name);
              if (property.isEmpty() && closed) {
                problems.add(path, "the operation takes no \"" + name + "\"");
              } else if (property.orElse(Json.NULL) instanceof Json.Obj of) {
                member(of, value, path);
              }
            });
  }

  private void member(Json.Obj schema, Json value, String at) {
    Optional<Values.Path> reference = Values.reference(value);
    if (reference.isPresent()) {
      Values.Path path = reference.get();
      List<String> steps = path.steps();
      if (path.root().equals("inputs")) {
        Optional<String> given =
            Schemas.type(workflow.inputs().document(), steps.subList(1, steps.size()));
        Optional<String> wanted = schema.text("type");
        if (given.isPresent() && wanted.isPresent() && !fits(given.get(), wanted.get())) {
          problems.add(
              at, "must be of type " + wanted.get() + "; the input is of type " + given.get());
        }
      }
    } else if (!Values.refers(value) && !schema.toString().contains("\"$ref\"")) {
      Json resolved = Values.resolve(value, Values.Lookup.NOTHING);
      for (JsonSchema.Violation violation : JsonSchema.of(schema).check(resolved)) {
        problems.add(at + violation.path(), violation.message());
      }
    }
  }

  private static boolean fits(String given, String wanted) {
    return given.equals(wanted) || (given.equals("integer") && wanted.equals("number"));
  }
}
