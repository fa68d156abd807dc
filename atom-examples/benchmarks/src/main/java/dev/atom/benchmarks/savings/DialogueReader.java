package dev.atom.benchmarks.savings;

import dev.atom.benchmarks.savings.Dialogue.Message;
import dev.atom.benchmarks.savings.Dialogue.Role;
import dev.atom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads dialogues from a folder with {@code sgd/dialogues.json} and {@code sgd/schema.json}
 * (Schema-Guided Dialogue), {@code star/dialogues.json}, {@code star/tasks} and {@code star/apis/apis}
 * (STAR), and {@code tau2/airline_trajectories_gpt4o.json} (tau-bench). What is missing is left out.
 */
final class DialogueReader {
  private static final String BEGINNING =
      "You are the assistant of a service. Help the user, ask for what is missing, and call the"
          + " services that are described below when you know enough.\n\n";

  private final Path folder;

  DialogueReader(Path folder) {
    this.folder = folder;
  }

  List<Dialogue> all() {
    List<Dialogue> all = new ArrayList<>();
    if (Files.exists(folder.resolve("sgd/dialogues.json"))) {
      sgd(all);
    }
    if (Files.exists(folder.resolve("star/dialogues.json"))) {
      star(all);
    }
    if (Files.exists(folder.resolve("tau2/airline_trajectories_gpt4o.json"))) {
      tau(all);
    }
    return all;
  }

  private void sgd(List<Dialogue> all) {
    Map<String, Json> schemas = new HashMap<>();
    for (Json schema : items(read("sgd/schema.json"))) {
      schemas.put(text(schema, "service_name"), schema);
    }
    for (Json dialogue : items(read("sgd/dialogues.json"))) {
      StringBuilder system = new StringBuilder(BEGINNING);
      List<Json> services = items(member(dialogue, "services"));
      services.forEach(service -> system.append(schemas.get(((Json.Str) service).value())));
      List<Message> messages = new ArrayList<>();
      for (Json turn : items(member(dialogue, "turns"))) {
        if (text(turn, "speaker").equals("USER")) {
          messages.add(new Message(Role.USER, text(turn, "utterance")));
        } else {
          items(member(turn, "frames")).forEach(frame -> call(frame, messages));
          messages.add(new Message(Role.AGENT, text(turn, "utterance")));
        }
      }
      String task = services.size() > 1 ? Dialogue.SEVERAL : Dialogue.SINGLE;
      String id = text(dialogue, "dialogue_id");
      all.add(new Dialogue("SGD", id, task, system.toString(), messages));
    }
  }

  private static void call(Json frame, List<Message> messages) {
    ((Json.Obj) frame)
        .get("service_call")
        .ifPresent(
            call -> {
              messages.add(new Message(Role.CALL, call.toString()));
              messages.add(new Message(Role.RESULT, member(frame, "service_results").toString()));
            });
  }

  private void star(List<Dialogue> all) {
    for (Json dialogue : items(read("star/dialogues.json"))) {
      Json scenario = member(dialogue, "Scenario");
      StringBuilder system = new StringBuilder(BEGINNING);
      for (Json capability : items(member(scenario, "WizardCapabilities"))) {
        String task = text(capability, "Task");
        system.append(read("star/tasks/" + task + "/" + task + ".json"));
        system.append(read("star/apis/apis/" + task + ".json"));
      }
      List<Message> messages = new ArrayList<>();
      items(member(dialogue, "Events")).forEach(event -> event((Json.Obj) event, messages));
      boolean several = member(scenario, "MultiTask").equals(Json.of(true));
      String task = several ? Dialogue.SEVERAL : Dialogue.SINGLE;
      String id = member(dialogue, "DialogueID").toString();
      all.add(new Dialogue("STAR", id, task, system.toString(), messages));
    }
  }

  /** Drafts, and what the user is told to do, are not part of what was said. */
  private static void event(Json.Obj event, List<Message> messages) {
    switch (text(event, "Agent") + " " + text(event, "Action")) {
      case "User utter" -> messages.add(new Message(Role.USER, text(event, "Text")));
      case "Wizard utter", "Wizard pick_suggestion" ->
          messages.add(new Message(Role.AGENT, text(event, "Text")));
      case "Wizard query" ->
          messages.add(
              new Message(
                  Role.CALL,
                  Json.object()
                      .put("APIName", text(event, "APIName"))
                      .put("Constraints", member(event, "Constraints"))
                      .build()
                      .toString()));
      case "KnowledgeBase return_item" ->
          messages.add(
              new Message(Role.RESULT, event.get("Item").map(Json::toString).orElse("{}")));
      default -> {
        // Not said by anybody.
      }
    }
  }

  private void tau(List<Dialogue> all) {
    for (Json run : items(read("tau2/airline_trajectories_gpt4o.json"))) {
      String system = "";
      List<Message> messages = new ArrayList<>();
      for (Json message : items(member(run, "traj"))) {
        String content = ((Json.Obj) message).get("content").map(DialogueReader::words).orElse("");
        switch (text(message, "role")) {
          case "system" -> system = content;
          case "user" -> messages.add(new Message(Role.USER, content));
          case "tool" -> messages.add(new Message(Role.RESULT, content));
          default -> messages.add(agent((Json.Obj) message, content));
        }
      }
      String id = member(run, "task_id").toString();
      all.add(new Dialogue("tau-bench", id, Dialogue.POLICY, system, messages));
    }
  }

  private static Message agent(Json.Obj message, String content) {
    return message
        .get("tool_calls")
        .filter(Json.Arr.class::isInstance)
        .map(calls -> new Message(Role.CALL, content + calls))
        .orElse(new Message(Role.AGENT, content));
  }

  private static String words(Json content) {
    return content instanceof Json.Str text ? text.value() : "";
  }

  private Json read(String file) {
    try {
      return Json.parse(Files.readAllBytes(folder.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read in " + folder, e);
    }
  }

  private static List<Json> items(Json list) {
    return ((Json.Arr) list).items();
  }

  private static Json member(Json object, String name) {
    return ((Json.Obj) object)
        .get(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no " + name + " in " + object));
  }

  private static String text(Json object, String name) {
    return ((Json.Str) member(object, name)).value();
  }
}
