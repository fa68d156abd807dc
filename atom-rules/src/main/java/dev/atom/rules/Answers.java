package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.ExternalFacts.Question;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was asked in an evaluation, and what was answered. Immutable. */
final class Answers {
  static final Answers NONE = new Answers(Map.of(), "");

  /** Nothing is asked yet: it is looked for what may hold, whatever the answers will be. */
  static final Answers AWAITED = new Answers(Map.of(), "");

  private final Map<Question, Answer> answers;
  private final String why;

  private Answers(Map<Question, Answer> answers, String why) {
    this.answers = answers;
    this.why = why;
  }

  /** The value, or null if it is unavailable. */
  record Answer(@Nullable Json value) {}

  static Answers of(List<Question> asked, Map<Question, Json> known, String why) {
    Map<Question, Answer> answers = new HashMap<>();
    asked.forEach(question -> answers.put(question, new Answer(known.get(question))));
    return new Answers(answers, why);
  }

  /** Null if the question was not asked. */
  @Nullable Answer to(Question question) {
    return answers.get(question);
  }

  /** Why answers are missing. */
  String why() {
    return why;
  }
}
