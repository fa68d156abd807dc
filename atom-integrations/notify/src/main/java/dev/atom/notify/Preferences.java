package dev.atom.notify;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a person wants to be told. The inbox gets every notice; these preferences are about the
 * channels beside it. Immutable and thread-safe.
 */
public final class Preferences {
  /** The inbox and nothing else. */
  public static final Preferences INBOX_ONLY = newBuilder().build();

  private final Map<String, String> addresses;
  private final Map<String, Set<String>> kinds;
  private final Optional<QuietHours> quietHours;
  private final Set<String> urgent;

  private Preferences(Builder builder) {
    addresses = Map.copyOf(builder.addresses);
    kinds = Map.copyOf(builder.kinds);
    quietHours = builder.quietHours;
    urgent = Set.copyOf(builder.urgent);
  }

  /**
   * Where preferences come from; the host knows its people. Asked when a notice is given and again
   * before each send. Thread-safe.
   */
  @FunctionalInterface
  public interface Source {
    /**
     * Returns a person's preferences.
     *
     * @param tenant the tenant's id
     * @param recipient the host's id of the person
     * @return {@link Preferences#INBOX_ONLY} for somebody who has none
     */
    Preferences of(String tenant, String recipient);
  }

  /**
   * Returns a builder. Defaults: no channel, no quiet hours, nothing urgent.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Returns over which channels a kind of notice comes.
   *
   * @param kind the notice's kind
   * @return all that have an address unless the kind has channels of its own; may be empty
   */
  public Set<String> channels(String kind) {
    return kinds.getOrDefault(kind, addresses.keySet());
  }

  /**
   * Returns where a channel reaches the person.
   *
   * @param channel the channel's name
   * @return such as an e-mail address; empty if it doesn't
   */
  public Optional<String> address(String channel) {
    return Optional.ofNullable(addresses.get(channel));
  }

  /**
   * Returns when a notice may come that is ready at an instant.
   *
   * @param kind the notice's kind
   * @param ready when it is ready
   * @return the same instant, or the end of the quiet hours it lies in unless the kind is urgent
   */
  public Instant dueAt(String kind, Instant ready) {
    return urgent.contains(kind)
        ? ready
        : quietHours.map(quiet -> quiet.dueAt(ready)).orElse(ready);
  }

  /** Returns the kinds only: addresses are personal. */
  @Override
  public String toString() {
    return "Preferences[" + addresses.keySet() + ", " + kinds + "]";
  }

  /** Builds {@link Preferences}. Not thread-safe. */
  public static final class Builder {
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<String, Set<String>> kinds = new LinkedHashMap<>();
    private Optional<QuietHours> quietHours = Optional.empty();
    private final Set<String> urgent = new LinkedHashSet<>();

    private Builder() {}

    /**
     * Adds a channel, used for every kind that has no channels of its own.
     *
     * @param name the channel's name
     * @param address where it reaches the person, not blank
     * @return this builder
     */
    public Builder channel(String name, String address) {
      if (address.isBlank()) {
        throw new IllegalArgumentException("the address for the channel " + name + " is blank");
      }
      addresses.put(name, address);
      return this;
    }

    /**
     * Sets the channels of one kind of notice.
     *
     * @param kind the notice's kind
     * @param channels names of channels with an address; none for the inbox only
     * @return this builder
     */
    public Builder kind(String kind, String... channels) {
      kinds.put(kind, Set.of(channels));
      return this;
    }

    /**
     * Sets when only urgent notices may come.
     *
     * @param hours in the person's own zone
     * @return this builder
     */
    public Builder quietHours(QuietHours hours) {
      quietHours = Optional.of(hours);
      return this;
    }

    /**
     * Lets a kind of notice come in quiet hours too.
     *
     * @param kind the notice's kind
     * @return this builder
     */
    public Builder urgent(String kind) {
      urgent.add(kind);
      return this;
    }

    /**
     * Returns the preferences.
     *
     * @return the value
     * @throws IllegalArgumentException if a kind names a channel without an address
     */
    public Preferences build() {
      kinds.forEach(this::checkAddresses);
      return new Preferences(this);
    }

    private void checkAddresses(String kind, Set<String> channels) {
      for (String channel : channels) {
        if (!addresses.containsKey(channel)) {
          throw new IllegalArgumentException(
              "notices of the kind " + kind + " go over " + channel + ", which has no address");
        }
      }
    }
  }
}
