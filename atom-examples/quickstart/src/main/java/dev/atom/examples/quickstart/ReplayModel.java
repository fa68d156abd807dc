package dev.atom.examples.quickstart;

import dev.atom.examples.quickstart.Dialogues.Dialogue;
import dev.atom.examples.quickstart.Dialogues.Line;
import dev.atom.json.Json;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ResponseFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers as a model would that reads like the people who annotated the dialogues and writes like
 * the agents in them. What it says depends on the request alone, so that a run can go on where a
 * killed one stopped.
 */
final class ReplayModel {
  static final ModelRef REF = new ModelRef("mock", "replay");

  private final Dialogues dialogues;

  private ReplayModel(Dialogues dialogues) {
    this.dialogues = dialogues;
  }

  static MockModel of(Dialogues dialogues) {
    ReplayModel replay = new ReplayModel(dialogues);
    return MockModel.newBuilder().model(REF).otherwise(replay::answer).build();
  }

  private MockReply answer(ChatRequest request) {
    List<String> said = saidByCustomer(request);
    boolean reads = request.format() instanceof ResponseFormat.Schema;
    Newest newest = reads ? Newest.marked(last(said)) : new Newest("", last(said));
    said.set(said.size() - 1, newest.text());
    return find(said)
        .map(place -> reads ? understanding(place, newest) : reply(place))
        .orElseGet(() -> MockReply.text(reads ? "{\"intent\":\"other\",\"changes\":[]}" : ""));
  }

  /** The newest message; the analyser puts its id before it, in brackets. */
  private record Newest(String id, String text) {
    static Newest marked(String text) {
      int end = text.indexOf("] ");
      return text.startsWith("[") && end > 0
          ? new Newest(text.substring(1, end), text.substring(end + 2))
          : new Newest("", text);
    }
  }

  private static String last(List<String> texts) {
    return texts.get(texts.size() - 1);
  }

  private static List<String> saidByCustomer(ChatRequest request) {
    List<String> said = new ArrayList<>();
    for (ChatMessage message : request.messages()) {
      if (message.role() == ChatMessage.Role.USER) {
        said.add(message.text());
      }
    }
    return said;
  }

  /** A customer's line of a dialogue. */
  private record Place(Dialogue dialogue, int index) {
    Line line() {
      return dialogue.lines().get(index);
    }
  }

  /** Finds the line before which the customer has said the most of the same. */
  private Optional<Place> find(List<String> said) {
    Optional<Place> best = Optional.empty();
    int most = 0;
    for (Dialogue dialogue : dialogues.conversations()) {
      for (int i = 0; i < dialogue.lines().size(); i++) {
        int same = same(dialogue, i, said);
        if (same > most) {
          most = same;
          best = Optional.of(new Place(dialogue, i));
        }
      }
    }
    return best;
  }

  /** Counts the equal texts from a line backwards; twice, and one more if both begin together. */
  private static int same(Dialogue dialogue, int index, List<String> said) {
    List<String> lines =
        dialogue.lines().subList(0, index + 1).stream()
            .filter(Line::byCustomer)
            .map(Line::text)
            .toList();
    if (!dialogue.lines().get(index).byCustomer()) {
      return 0;
    }
    int same = 0;
    while (same < Math.min(lines.size(), said.size())
        && lines.get(lines.size() - 1 - same).equals(said.get(said.size() - 1 - same))) {
      same++;
    }
    boolean whole = same == lines.size() && same == said.size();
    return 2 * same + (whole ? 1 : 0);
  }

  private static MockReply understanding(Place place, Newest newest) {
    List<Json> changes = new ArrayList<>();
    for (Json.Obj change : place.line().changes()) {
      changes.add(change.toBuilder().put("evidence", evidence(change, place, newest)).build());
    }
    String intent = place.line().intent().isEmpty() ? "other" : place.line().intent();
    return MockReply.text(
        Json.object().put("intent", intent).put("changes", changes).build().toString());
  }

  /** The file's ids of messages mean nothing to the assistant, so that only the newest is named. */
  private static List<Json> evidence(Json.Obj change, Place place, Newest newest) {
    List<Json> quotes = new ArrayList<>();
    if (change.get("evidence").orElse(Json.NULL) instanceof Json.Arr array) {
      for (Json item : array.items()) {
        if (item instanceof Json.Obj quote) {
          boolean here = quote.text("message").equals(Optional.of(place.line().id()));
          Json message = here && !newest.id().isEmpty() ? Json.of(newest.id()) : Json.NULL;
          quotes.add(quote.toBuilder().put("message", message).build());
        }
      }
    }
    return quotes;
  }

  private static MockReply reply(Place place) {
    return MockReply.text(place.dialogue().answerTo(place.index()));
  }
}
