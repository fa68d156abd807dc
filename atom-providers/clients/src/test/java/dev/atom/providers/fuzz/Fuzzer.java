package dev.atom.providers.fuzz;

import com.sun.management.ThreadMXBean;
import dev.atom.http.Transport;
import dev.atom.model.ChatReply;
import dev.atom.model.ModelException;
import dev.atom.providers.Profile;
import dev.atom.providers.Provider;
import dev.atom.providers.fuzz.PlayedTransport.Answer;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.Secret;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Lets clients read broken answers. Each must become a reply or a {@link ModelException}, within 5
 * seconds, and on the way allocate no more than 2 MB and 200 times what was sent.
 */
final class Fuzzer {
  static final long MOST_SECONDS = 5;
  private static final long MOST_BYTES = 2_000_000;
  private static final long MOST_BYTES_PER_BYTE = 200;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final UnaryOperator<Profile> place;
  private final Transport transport;
  private final Consumer<Answer> server;
  private final Map<Profile, Provider> providers = new ConcurrentHashMap<>();
  private final Map<Subject, Optional<ChatReply>> whole = new ConcurrentHashMap<>();

  /** Reads without a socket. */
  Fuzzer() {
    PlayedTransport played = new PlayedTransport();
    place = profile -> profile;
    transport = played.transport();
    server = played::answer;
  }

  /** Reads over the wire. One case at a time. */
  Fuzzer(TestServer server) {
    String root = server.base().toString().replaceFirst("/v1$", "");
    place =
        profile ->
            profile.toBuilder().base(profile.base().replaceFirst("^https?://[^/]+", root)).build();
    transport = Transport.shared();
    this.server =
        answer ->
            server.answer(
                exchange -> {
                  exchange.head(answer.status(), answer.headers());
                  exchange.writeInPieces(answer.body(), 1000);
                });
  }

  /** What became of a case that came out right. */
  enum Outcome {
    REPLY,
    FAILURE
  }

  /** Reads an answer, which may be broken in any way. */
  Outcome read(Subject subject, Answer answer) {
    return read(subject, answer, false);
  }

  /** Reads an answer that is broken by what a seed says. */
  Outcome read(Subject subject, long seed) {
    Mutator mutator = new Mutator(subject, seed);
    Answer answer = mutator.mutate();
    return read(subject, answer, mutator.onlyCut());
  }

  /** Reads an unbroken answer unmeasured, so that loading classes counts for no case. */
  void warmUp(Subject subject) {
    wholeReply(subject);
  }

  private Outcome read(Subject subject, Answer answer, boolean cut) {
    Optional<ChatReply> before = cut ? wholeReply(subject) : Optional.empty();
    server.accept(answer);
    Provider provider = provider(subject.profile());
    long start = System.nanoTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    Optional<Object> result;
    try {
      result = Optional.of(subject.reading().read(provider));
    } catch (ModelException e) {
      result = Optional.empty();
    }
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    long millis = (System.nanoTime() - start) / 1_000_000;
    long most = MOST_BYTES + MOST_BYTES_PER_BYTE * answer.body().length;
    if (bytes > most) {
      throw new AssertionError(
          bytes + " bytes allocated for " + answer.body().length + ", at most " + most);
    }
    if (millis > 1000 * MOST_SECONDS) {
      throw new AssertionError("took " + millis + " ms");
    }
    if (cut && result.isPresent() && result.get() instanceof ChatReply reply) {
      requireSame(reply, before);
    }
    return result.isPresent() ? Outcome.REPLY : Outcome.FAILURE;
  }

  /** A beginning may lack what follows the last word, but is no reply if a word is missing. */
  private static void requireSame(ChatReply reply, Optional<ChatReply> whole) {
    if (!whole.map(ChatReply::choices).equals(Optional.of(reply.choices()))) {
      throw new AssertionError("a cut answer counts as whole: " + reply.choices());
    }
  }

  private Optional<ChatReply> wholeReply(Subject subject) {
    return whole.computeIfAbsent(
        subject,
        unbroken -> {
          server.accept(unbroken.answer());
          try {
            Object reply = unbroken.reading().read(provider(unbroken.profile()));
            return reply instanceof ChatReply chat ? Optional.of(chat) : Optional.empty();
          } catch (ModelException e) {
            return Optional.empty();
          }
        });
  }

  private Provider provider(Profile profile) {
    return providers.computeIfAbsent(
        profile,
        p ->
            Provider.newBuilder(place.apply(p))
                .keys(ref -> Optional.of(Secret.of("sk-fuzz-0123456789")))
                .transport(transport)
                .build());
  }
}
