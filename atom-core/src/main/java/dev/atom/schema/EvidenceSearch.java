package dev.atom.schema;

import dev.atom.conversation.Message;
import dev.atom.schema.Evidence.Strength;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds quotes in the messages of an episode, the newest first. */
final class EvidenceSearch {
  private record Searched(Message message, FoldedText text) {}

  private final List<Searched> newestFirst;

  EvidenceSearch(List<Message> episode) {
    newestFirst =
        episode.reversed().stream()
            .map(message -> new Searched(message, FoldedText.of(message.text())))
            .toList();
  }

  /** Returns evidence for each quote that is found, in the quotes' order. */
  List<Evidence> find(List<Delta.Quote> quotes) {
    List<Evidence> found = new ArrayList<>();
    for (Delta.Quote quote : quotes) {
      find(quote).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Evidence> find(Delta.Quote quote) {
    FoldedText wanted = FoldedText.of(quote.text());
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    return newestFirst.stream()
        .filter(s -> quote.message().map(s.message().id()::equals).orElse(true))
        .flatMap(s -> s.text().find(wanted).map(words -> evidence(s, words, wanted)).stream())
        .findFirst();
  }

  private static Evidence evidence(Searched searched, String words, FoldedText wanted) {
    return new Evidence(
        searched.message().id(),
        searched.message().author().kind().name().toLowerCase(Locale.ROOT),
        words,
        searched.text().sameAs(wanted) ? Strength.WEAK : Strength.STRONG);
  }
}
