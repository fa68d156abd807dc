package dev.atom.store;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What subjects had come to now and then, so that a long history need not be read from its beginning.
 * A snapshot is a cache: it is written apart from the events, it may be missing, and whoever finds
 * none reads the events.
 *
 * <p>Kept as the last event of a subject of its own, whose kind is the subject's with {@code
 * .snapshot} behind it; the one before is forgotten. Immutable and thread-safe.
 */
public final class Snapshots {
  private static final String KIND = ".snapshot";
  private static final String TAKEN = "snapshot_taken";

  private final Store store;
  private final String form;
  private final int every;

  private Snapshots(Store store, String form, int every) {
    this.store = Objects.requireNonNull(store, "store");
    this.form = Objects.requireNonNull(form, "form");
    this.every = every;
  }

  /**
   * Returns the snapshots in a store.
   *
   * @param store keeps them
   * @param form names the form of the state and how it is worked out; change it with either, and
   *     snapshots of the old form are no longer found
   * @param every how many events apart two snapshots of a subject are, 1 or more; 100 suits most
   * @return the snapshots
   */
  public static Snapshots in(Store store, String form, int every) {
    if (every < 1) {
      throw new IllegalArgumentException("snapshots are 1 or more events apart, not " + every);
    }
    return new Snapshots(store, form, every);
  }

  /**
   * What a subject had come to.
   *
   * @param version the version it had
   * @param state as it was offered
   */
  public record Snapshot(long version, Json.Obj state) {
    /**
     * Returns the version: the state may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Snapshot[" + version + "]";
    }
  }

  /**
   * Finds the last snapshot of a subject.
   *
   * @param subject whose
   * @return empty if there is none of this form
   */
  public Optional<Snapshot> latest(Subject subject) {
    List<Event> last = store.read(home(subject), EventRange.last(1));
    return last.stream()
        .map(Event::data)
        .filter(data -> data.text("form").equals(Optional.of(form)))
        .map(Snapshots::snapshot)
        .findFirst();
  }

  /**
   * Offers a state after it was read: it is kept if enough events were appended since the last one.
   *
   * @param subject whose
   * @param since the version of the snapshot that the state was worked out from; 0 if there was none
   * @param version the version that the subject has with it
   * @param state what it had come to
   * @return whether it was kept
   */
  public boolean offer(Subject subject, long since, long version, Json.Obj state) {
    if (version - since < every) {
      return false;
    }
    Json.Obj data =
        Json.object()
            .put("form", form)
            .put("version", Json.of(version))
            .put("state", state)
            .build();
    store.append(
        Append.to(home(subject))
            .event(new NewEvent(TAKEN, data, "snapshots", Optional.empty()))
            .forget(Long.MAX_VALUE)
            .build());
    return true;
  }

  private static Snapshot snapshot(Json.Obj data) {
    BigDecimal version =
        data.get("version").map(value -> ((Json.Num) value).value()).orElse(BigDecimal.ZERO);
    Json.Obj state = data.get("state").map(value -> (Json.Obj) value).orElse(Json.Obj.EMPTY);
    return new Snapshot(version.longValueExact(), state);
  }

  static Subject home(Subject subject) {
    return new Subject(subject.tenant(), subject.kind() + KIND, subject.id());
  }
}
