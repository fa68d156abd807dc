package dev.atom.router.reuse;

import dev.atom.CallContext;
import dev.atom.model.Embedding;
import dev.atom.model.EmbeddingRequest;
import dev.atom.router.cache.MeaningGuard;
import dev.atom.router.cache.SemanticCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The vectors of requests whose replies a store holds, by what they have in common. Holds no text, and
 * nothing of a reply. Thread-safe.
 */
public final class SemanticIndex {
  private static final int PER_CONTEXT = 1_000;
  private static final int LOOKED_AT = 5;

  private final SemanticCache setting;
  private final Clock clock;
  private final Duration timeToLive;
  private final ReentrantLock lock = new ReentrantLock();

  /** The context that was not used for longest is the first; of each, the oldest vector. */
  private final LinkedHashMap<String, LinkedHashMap<String, Vector>> contexts =
      new LinkedHashMap<>(16, 0.75f, true);

  private int size;

  private record Vector(Embedding embedding, Instant ends) {}

  private record Near(String key, double similarity) {}

  /**
   * A request that is compared.
   *
   * @param context stands for everything but its last message
   * @param text the last message
   * @param embedding of that
   */
  public record Question(String context, String text, Embedding embedding) {
    /**
     * Returns nothing of the text.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Question[" + context + "]";
    }
  }

  /**
   * A reply to a similar request.
   *
   * @param reply what was kept
   * @param similarity the cosine of the two
   */
  public record Match(KeptReply reply, double similarity) {}

  /**
   * Creates an empty index.
   *
   * @param setting what counts as similar
   * @param timeToLive how long a vector is of use
   * @param clock where the time comes from
   */
  public SemanticIndex(SemanticCache setting, Duration timeToLive, Clock clock) {
    this.setting = setting;
    this.timeToLive = timeToLive;
    this.clock = clock;
  }

  /**
   * Embeds a request's last message.
   *
   * @param context stands for everything else of the request
   * @param text the message
   * @param call for whom
   * @return what is compared
   */
  public Question question(String context, String text, CallContext call) {
    EmbeddingRequest request =
        EmbeddingRequest.of(text).purpose(EmbeddingRequest.Purpose.SIMILARITY);
    return new Question(context, text, setting.model().embed(request, call).vectors().getFirst());
  }

  /**
   * Finds the most similar request that says the same.
   *
   * @param question what is asked
   * @param stored finds a reply by its key; empty if it is gone
   * @return empty if there is none
   */
  public Optional<Match> find(Question question, Function<String, Optional<KeptReply>> stored) {
    for (Near near : nearest(question)) {
      Optional<KeptReply> reply = stored.apply(near.key);
      if (reply.isEmpty()) {
        remove(question.context, near.key);
      } else if (reply.get().asked().filter(kept -> same(question.text, kept)).isPresent()) {
        return Optional.of(new Match(reply.get(), near.similarity));
      }
    }
    return Optional.empty();
  }

  private boolean same(String asked, String kept) {
    return MeaningGuard.difference(asked, kept).isEmpty() && setting.agrees(asked, kept);
  }

  private List<Near> nearest(Question question) {
    List<Near> all = new ArrayList<>();
    for (Map.Entry<String, Vector> each : vectors(question.context)) {
      Embedding other = each.getValue().embedding;
      if (other.dimensions() == question.embedding.dimensions()) {
        double similarity = question.embedding.cosine(other);
        if (similarity >= setting.threshold()) {
          all.add(new Near(each.getKey(), similarity));
        }
      }
    }
    all.sort(Comparator.comparingDouble(Near::similarity).reversed());
    return all.subList(0, Math.min(LOOKED_AT, all.size()));
  }

  private List<Map.Entry<String, Vector>> vectors(String context) {
    lock.lock();
    try {
      LinkedHashMap<String, Vector> vectors = contexts.get(context);
      if (vectors == null) {
        return List.of();
      }
      dropOld(context, vectors);
      return List.copyOf(vectors.entrySet());
    } finally {
      lock.unlock();
    }
  }

  private void dropOld(String context, Map<String, Vector> vectors) {
    Instant now = clock.instant();
    int before = vectors.size();
    vectors.values().removeIf(vector -> !now.isBefore(vector.ends));
    size -= before - vectors.size();
    if (vectors.isEmpty()) {
      contexts.remove(context);
    }
  }

  private void remove(String context, String key) {
    lock.lock();
    try {
      LinkedHashMap<String, Vector> vectors = contexts.get(context);
      if (vectors != null && vectors.remove(key) != null) {
        size--;
        if (vectors.isEmpty()) {
          contexts.remove(context);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a request whose reply the store holds now.
   *
   * @param question the request
   * @param key the reply's key
   */
  public void add(Question question, String key) {
    Vector vector = new Vector(question.embedding, clock.instant().plus(timeToLive));
    lock.lock();
    try {
      LinkedHashMap<String, Vector> vectors =
          contexts.computeIfAbsent(question.context, context -> new LinkedHashMap<>());
      if (vectors.put(key, vector) == null) {
        size++;
      }
      if (vectors.size() > PER_CONTEXT) {
        dropFirst(vectors);
      }
      while (size > setting.entries()) {
        Iterator<LinkedHashMap<String, Vector>> oldest = contexts.values().iterator();
        LinkedHashMap<String, Vector> first = oldest.next();
        dropFirst(first);
        if (first.isEmpty()) {
          oldest.remove();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void dropFirst(Map<String, Vector> vectors) {
    Iterator<Vector> oldest = vectors.values().iterator();
    oldest.next();
    oldest.remove();
    size--;
  }

  /**
   * Returns how many vectors there are.
   *
   * @return the number
   */
  public int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }
}
