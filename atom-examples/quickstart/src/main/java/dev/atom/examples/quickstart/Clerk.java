package dev.atom.examples.quickstart;

import dev.atom.assistant.Approval;
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
  Optional<Approval.Decision> decide(Approval approval) {
    return switch (approve) {
      case AUTO -> Optional.of(Approval.Decision.approve(SIMULATED));
      case NONE -> Optional.empty();
      case ASK -> ask("Proposed: " + approval.text(), "[a]pprove, [r]eject, or another reply:");
    };
  }

  private Optional<Approval.Decision> ask(String... question) {
    return line(question)
        .map(
            answer ->
                switch (answer) {
                  case "a" -> Approval.Decision.approve(TERMINAL);
                  case "r" -> Approval.Decision.reject(TERMINAL, "rejected at the terminal");
                  default -> Approval.Decision.edit(TERMINAL, answer);
                });
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
