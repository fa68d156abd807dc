package dev.atom.examples.quickstart;

import dev.atom.assistant.Assistant;
import dev.atom.assistant.ConversationView;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What is said before and after the conversations. */
final class Summary {
  private final Screen screen;
  private final Home home;
  private final Dialogues dialogues;
  private final Assistant assistant;

  Summary(Screen screen, Home home, Dialogues dialogues, Assistant assistant) {
    this.screen = screen;
    this.home = home;
    this.dialogues = dialogues;
    this.assistant = assistant;
  }

  private List<ConversationView> views() {
    return dialogues.conversations().stream()
        .map(Replay::conversation)
        .map(assistant::view)
        .toList();
  }

  Totals beginning(Options options, Inputs inputs, int documents) {
    Totals found = new Totals(views());
    screen.line(
        "Home "
            + options.home
            + ": "
            + Screen.count(dialogues.conversations().size(), "dialogue")
            + ", "
            + Screen.count(documents, "document")
            + ", "
            + Screen.count(inputs.rules().rules().size(), "rule")
            + ".");
    screen.line(
        switch (options.approve) {
          case AUTO -> "Approvals and hand-overs: a simulated clerk approves and answers at once.";
          case ASK -> "Approvals and hand-overs: you decide.";
          case NONE -> "Approvals and hand-overs: nobody decides.";
        });
    if (found.messages() > 0) {
      screen.line(
          "An earlier run left "
              + found.messages()
              + " messages, "
              + found.turns()
              + " turns, "
              + found.calls()
              + " model calls and "
              + found.deliveries()
              + " deliveries; none is repeated.");
    }
    return found;
  }

  void end(Totals found, long nanos) throws IOException {
    List<ConversationView> views = views();
    Totals all = new Totals(views);
    screen.title("\n== summary ==");
    row("conversations", all.conversations(), "");
    row("messages", all.messages(), added(all.messages() - found.messages()));
    row("turns", all.turns(), added(all.turns() - found.turns()));
    row("cells known", all.cells(), Screen.count(all.corrections(), "correction") + " on the way");
    row("rules fired", all.rules(), Screen.count(all.handOvers(), "hand-over"));
    row("approvals", all.approvals(), all.approved() + " decided by a person");
    row("delivered", all.deliveries(), Screen.count(home.channel().delivered().size(), "file"));
    row("model calls", all.calls(), added(all.calls() - found.calls()));
    long in = all.tokens(use -> use.usage().inputTokens());
    long out = all.tokens(use -> use.usage().outputTokens());
    row("tokens", in + out, in + " read, " + out + " written" + estimated(all));
    screen.line("  cost             " + Screen.cost(all.cost()));
    screen.line(String.format(Locale.ROOT, "  time             %.1f s", nanos / 1e9));
    screen.line("  state            " + StateDigest.of(views, home.channel().delivered()));
  }

  private static String estimated(Totals all) {
    return all.tokens(use -> use.usage().estimated() ? 1 : 0) > 0 ? ", estimated" : "";
  }

  private static String added(long count) {
    return count == 0 ? "none in this run" : count + " in this run";
  }

  private void row(String name, long count, String more) {
    String line = String.format(Locale.ROOT, "  %-14s %6d   %s", name, count, more);
    screen.line(line.stripTrailing());
  }
}
