package dev.atom.mock;

import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Tool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which reply comes next: a rule's, then the next in order, then the one for everything else. */
final class Script {
  private static final int SHOWN = 160;

  private final List<Rule> rules;
  private final Deque<Function<ChatRequest, MockReply>> inOrder;
  private final int planned;
  private final Optional<Function<ChatRequest, MockReply>> otherwise;
  private final List<String> unexpected = new ArrayList<>();

  Script(
      List<Rule> rules,
      List<Function<ChatRequest, MockReply>> inOrder,
      Optional<Function<ChatRequest, MockReply>> otherwise) {
    this.rules = List.copyOf(rules);
    this.inOrder = new ArrayDeque<>(inOrder);
    this.planned = inOrder.size();
    this.otherwise = otherwise;
  }

  record Rule(
      String name, Predicate<ChatRequest> matches, Function<ChatRequest, MockReply> reply) {}

  /** Scripted functions run outside of the lock: they belong to the test and may block. */
  MockReply next(ChatRequest request, int callNumber) {
    for (Rule rule : rules) {
      if (rule.matches().test(request)) {
        return rule.reply().apply(request);
      }
    }
    return pick(request, callNumber).apply(request);
  }

  private synchronized Function<ChatRequest, MockReply> pick(ChatRequest request, int callNumber) {
    if (!inOrder.isEmpty()) {
      return inOrder.remove();
    }
    if (otherwise.isPresent()) {
      return otherwise.get();
    }
    String message = "call " + callNumber + " was not expected: " + shown(request) + ". " + plan();
    unexpected.add(message);
    throw new UnexpectedCall(message);
  }

  synchronized void assertFinished() {
    if (!unexpected.isEmpty()) {
      throw new UnexpectedCall(String.join("\n", unexpected));
    }
    if (!inOrder.isEmpty()) {
      throw new UnexpectedCall(
          inOrder.size() + " of " + planned + " replies in order were never asked for");
    }
  }

  private String plan() {
    String order =
        planned == 0
            ? "The script has no replies in order"
            : "All " + planned + " replies in order were given";
    String names = String.join(", ", rules.stream().map(Rule::name).toList());
    String ruled = rules.isEmpty() ? "" : "; no rule matched: " + names;
    return order + ruled + ". Add reply(...), when(...) or otherwise(...) to the builder";
  }

  private static String shown(ChatRequest request) {
    ChatMessage last = request.messages().get(request.messages().size() - 1);
    String text = last.text();
    String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    List<String> tools = request.tools().stream().map(Tool::name).toList();
    return request.messages().size()
        + " messages, tools "
        + tools
        + ", the last one by "
        + last.role()
        + ": \""
        + start
        + "\"";
  }
}
