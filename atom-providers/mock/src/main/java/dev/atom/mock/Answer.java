package dev.atom.mock;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** An answer in the making: one fault after the other is put on it. Used by one thread. */
final class Answer {
  private final Instant now;
  private int status;
  private Map<String, List<String>> headers;
  private byte[] body;
  private Duration delay = Duration.ZERO;
  private List<Integer> pieces;
  private boolean splitCharacters;
  private Optional<Fault.Drip> drip = Optional.empty();
  private Optional<Fault.Delivery> end = Optional.empty();

  Answer(Exchange.Response recorded, List<Integer> pieces, Instant now) {
    this.now = now;
    this.pieces = pieces;
    this.status = recorded.status();
    this.headers = recorded.headers();
    this.body = recorded.body();
  }

  Answer with(Fault fault) {
    switch (fault) {
      case Fault.Content content -> change(content);
      case Fault.Delivery delivery -> deliver(delivery);
      case Fault.All all -> all.faults().forEach(this::with);
    }
    return this;
  }

  private void change(Fault.Content fault) {
    switch (fault) {
      case Fault.Status other ->
          become(Exchange.Response.of(other.status(), other.headers(), other.body()));
      case Fault.RateLimit limit -> become(ErrorForms.rateLimited(limit, now));
      case Fault.Header header -> set(header);
      case Fault.EndAfter end -> body = first(end.bytes());
      case Fault.GarbageAfter garbage ->
          body = joined(first(garbage.bytes()), garbage.garbage().getBytes(StandardCharsets.UTF_8));
      case Fault.RandomAfter random -> {
        byte[] chance = new byte[random.count()];
        new SplittableRandom(random.seed()).nextBytes(chance);
        body = joined(first(random.bytes()), chance);
      }
      case Fault.ErrorEvent error -> {
        List<String> events = events().events();
        List<String> before = events.subList(0, Math.min(error.events(), events.size()));
        String event = Events.latin(ErrorForms.event(error.dialect(), error.status()));
        body = Events.bytes(String.join("", before) + event);
      }
      case Fault.RepeatEvent repeat -> body = Events.bytes(repeated(repeat));
      case Fault.BeforeEvents before -> {
        String text = Events.latin(before.text());
        StringBuilder all = new StringBuilder();
        events().events().forEach(event -> all.append(text).append(event));
        body = Events.bytes(all.toString());
      }
      case Fault.HugeLine huge -> body = joined(Events.bytes(events().empty(huge.bytes())), body);
    }
  }

  private void deliver(Fault.Delivery fault) {
    switch (fault) {
      case Fault.Delay late -> delay = delay.plus(late.time());
      case Fault.Drip slow -> drip = Optional.of(slow);
      case Fault.Pieces cut -> pieces = cut.sizes();
      case Fault.SplitCharacters split -> splitCharacters = true;
      case Fault.CutAfter early -> end = Optional.of(early);
      case Fault.ResetAfter early -> end = Optional.of(early);
      case Fault.MalformedAfter early -> end = Optional.of(early);
      case Fault.StallAfter early -> end = Optional.of(early);
      case Fault.HangUp early -> end = Optional.of(early);
      case Fault.Reset early -> end = Optional.of(early);
      case Fault.Silence early -> end = Optional.of(early);
      // Befalls connections, not answers.
      case Fault.Refuse refuse -> end = Optional.of(refuse);
    }
  }

  private void become(Exchange.Response other) {
    status = other.status();
    headers = other.headers();
    body = other.body();
  }

  private void set(Fault.Header header) {
    Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(headers);
    changed.remove(header.name());
    if (!header.values().isEmpty()) {
      changed.put(header.name(), header.values());
    }
    headers = changed;
  }

  private Events events() {
    return Events.of(headers, body);
  }

  private String repeated(Fault.RepeatEvent repeat) {
    List<String> events = new ArrayList<>(events().events());
    int index = repeat.event() < 0 ? events.size() + repeat.event() : repeat.event();
    if (index >= 0 && index < events.size()) {
      events.set(index, events.get(index).repeat(repeat.times()));
    }
    return String.join("", events);
  }

  private byte[] first(int bytes) {
    return Arrays.copyOf(body, Math.min(bytes, body.length));
  }

  private static byte[] joined(byte[] left, byte[] right) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(left);
    both.writeBytes(right);
    return both.toByteArray();
  }

  Exchange.Response response() {
    return new Exchange.Response(status, headers, body);
  }

  Duration delay() {
    return delay;
  }

  List<Integer> pieces() {
    return splitCharacters ? withinCharacters() : pieces;
  }

  /** A piece ends behind the first byte of every character that has more. */
  private List<Integer> withinCharacters() {
    List<Integer> sizes = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < body.length; i++) {
      boolean leads = (body[i] & 0xC0) == 0xC0;
      if (leads) {
        sizes.add(i + 1 - from);
        from = i + 1;
      }
    }
    sizes.add(Math.max(1, body.length - from));
    return sizes;
  }

  Optional<Fault.Drip> drip() {
    return drip;
  }

  Optional<Fault.Delivery> end() {
    return end;
  }
}
