package dev.atom.calendar;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads calendar files: iCalendar as RFC 5545, 5546, 7953, 7986 and 9074 have it.
 *
 * {@snippet file="dev/atom/calendar/CalendarDocTest.java" region="read"}
 *
 * <p>A reader as {@link #strict()} makes it refuses what it would have to guess: lines and components
 * that are none, values of times, rules, lengths and counts that can't be understood, zones that
 * nobody knows. A {@link #tolerant()} one passes over such a line, or leaves such a component out of
 * the events and tasks, and says so in {@link CalendarFile#problems()}; components that are not ended
 * as they were begun are refused by both. Neither minds what can be understood anyway: missing
 * properties, lower case, empty lines, lines ended by a line feed alone, a byte order mark,
 * components without a calendar around them.
 *
 * <p>Guarantees: what is read is bounded by {@link CalendarLimits}, and reading takes time in
 * proportion to the size; nothing is looked up anywhere. Immutable and thread-safe.
 */
public final class CalendarReader {
  private final boolean tolerant;
  private final Charset charset;
  private final CalendarLimits limits;
  private final Map<String, ZoneId> zones;

  private CalendarReader(Builder builder) {
    tolerant = builder.tolerant;
    charset = builder.charset;
    limits = builder.limits;
    zones = Map.copyOf(builder.zones);
  }

  /**
   * Returns a reader that refuses what can't be understood.
   *
   * @return the reader with everything else as {@link #newBuilder()} has it
   */
  public static CalendarReader strict() {
    return newBuilder().build();
  }

  /**
   * Returns a reader that passes over what can't be understood, and says so.
   *
   * @return the reader with everything else as {@link #newBuilder()} has it
   */
  public static CalendarReader tolerant() {
    return newBuilder().tolerant(true).build();
  }

  /**
   * Returns a builder of a reader.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Reads a file.
   *
   * @param bytes the whole file
   * @return one calendar or more; components that stand alone are in one more
   * @throws CalendarException if it is none, a value can't be understood, or a limit is passed
   */
  public CalendarFile read(byte[] bytes) {
    List<CalendarProblem> problems = new ArrayList<>();
    Optional<Consumer<CalendarProblem>> report =
        tolerant ? Optional.of(problems::add) : Optional.empty();
    List<Calendar> calendars = new ArrayList<>();
    for (Component component : new ComponentReader(bytes, charset, limits, report).read()) {
      calendars.add(Calendar.of(component, zones, limits, report));
    }
    return new CalendarFile(calendars, problems);
  }

  /**
   * Builds a {@link CalendarReader}. Defaults: strict, UTF-8, {@link CalendarLimits#DEFAULT}, no zones
   * but those that are known or described. Not thread-safe.
   */
  public static final class Builder {
    private boolean tolerant;
    private Charset charset = StandardCharsets.UTF_8;
    private CalendarLimits limits = CalendarLimits.DEFAULT;
    private final Map<String, ZoneId> zones = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Sets whether to pass over what can't be understood.
     *
     * @param passOver false to refuse it
     * @return this builder
     */
    public Builder tolerant(boolean passOver) {
      tolerant = passOver;
      return this;
    }

    /**
     * Sets the encoding, which is never guessed.
     *
     * @param encoding one in which ASCII is ASCII
     * @return this builder
     */
    public Builder charset(Charset encoding) {
      charset = encoding;
      return this;
    }

    /**
     * Sets how much is read.
     *
     * @param most the limits
     * @return this builder
     */
    public Builder limits(CalendarLimits most) {
      limits = most;
      return this;
    }

    /**
     * Says what a zone is, whatever the file says.
     *
     * @param id the TZID as the file has it
     * @param zone the zone
     * @return this builder
     */
    public Builder zone(String id, ZoneId zone) {
      zones.put(id, zone);
      return this;
    }

    /**
     * Returns the reader.
     *
     * @return the reader
     */
    public CalendarReader build() {
      return new CalendarReader(this);
    }
  }
}
