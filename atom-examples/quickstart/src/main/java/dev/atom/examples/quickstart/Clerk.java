package dev.atom.examples.quickstart;

import dev.atom.approval.Approval;
import dev.atom.approval.Decision;
import dev.atom.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The person behind the assistant: decides on proposals, and answers what is handed over. */
final class Clerk {
  private static final String SIMULATED = "the simulated clerk";
  private static final String TERMINAL = "the person at the terminal";

  private final Options.Approve approve;
  private final BufferedReader in;
  private final Screen screen;

  Clerk(Options.Approve approve, BufferedReader in, Screen screen) {
    this.approve = approve;
    this.in = in;
    this.screen = screen;
  }

  /** Returns who this is, as the conversation names them. */
  String name() {
    return approve == Options.Approve.ASK ? TERMINAL : SIMULATED;
  }

  /** Returns a decision; empty if the proposal is to wait. */
  Optional<Decision> decide(Approval approval) {
    return switch (approve) {
      case AUTO -> Optional.of(Decision.approve(SIMULATED, approval.hash()));
      case NONE -> Optional.empty();
      case ASK -> ask(approval);
    };
  }

  private Optional<Decision> ask(Approval approval) {
    String hash = approval.hash();
    return line("Proposed: " + text(approval), "[a]pprove, [r]eject, or another reply:")
        .map(
            answer ->
                switch (answer) {
                  case "a" -> Decision.approve(TERMINAL, hash);
                  case "r" -> Decision.reject(TERMINAL, hash, "rejected at the terminal");
                  default -> Decision.edit(TERMINAL, hash, Json.of(answer));
                });
  }

  /** Returns the reply that is proposed. */
  static String text(Approval approval) {
    return text(approval.request().proposal().value());
  }

  /** Returns a reply, which is a JSON string. */
  static String text(Json reply) {
    return ((Json.Str) reply).value();
  }

  /** Returns what is said to a customer who was handed over; empty if nothing is. */
  Optional<String> answer(String recorded) {
    return switch (approve) {
      case AUTO -> Optional.of(recorded).filter(text -> !text.isEmpty());
      case NONE -> Optional.empty();
      case ASK -> line("The conversation is yours.", "Your answer (empty: none):");
    };
  }

  private Optional<String> line(String... question) {
    try {
      screen.ask(question);
      return Optional.ofNullable(in.readLine()).map(String::strip).filter(s -> !s.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal can't be read", e);
    }
  }
}
