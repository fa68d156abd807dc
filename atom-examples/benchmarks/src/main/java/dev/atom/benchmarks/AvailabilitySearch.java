package dev.atom.benchmarks;

import dev.atom.time.Availability;
import dev.atom.time.DaySpan;
import dev.atom.time.Diary;
import dev.atom.time.Slot;
import dev.atom.time.WorkCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Finds half-hours in 60 days, over a change of clocks, in which any of 200 people in four zones is
 * free; each has 300 bookings. The bare side is given the working quarters of an hour as bits, and
 * counts only.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AvailabilitySearch {
  private static final int PEOPLE = 200;
  private static final int DAYS = 60;
  private static final int QUARTERS = DAYS * 96;
  private static final int BOOKINGS = 300;
  private static final List<String> ZONES =
      List.of("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney");

  private final Instant from = Instant.parse("2026-03-01T00:00:00Z");
  private final Instant to = from.plus(Duration.ofDays(DAYS));
  private final Availability visits =
      Availability.newBuilder(ZoneId.of("UTC"), Duration.ofMinutes(30))
          .grid(Duration.ofMinutes(30))
          .build();
  private final List<Diary> diaries = new ArrayList<>();
  private final List<BitSet> working = new ArrayList<>();

  /** Makes the diaries, and checks that both sides find as much. */
  @Setup
  public void prepare() {
    Random random = new Random(7);
    for (int person = 0; person < PEOPLE; person++) {
      WorkCalendar hours =
          WorkCalendar.newBuilder(ZoneId.of(ZONES.get(person % ZONES.size())))
              .weekdays(DaySpan.parse("09:00-12:30"), DaySpan.parse("13:00-17:00"))
              .build();
      List<Slot> busy = new ArrayList<>();
      for (int i = 0; i < BOOKINGS; i++) {
        Instant start = from.plusSeconds(900L * random.nextInt(QUARTERS));
        busy.add(new Slot(start, start.plusSeconds(900L * (1 + random.nextInt(4)))));
      }
      diaries.add(new Diary("person " + person, hours, busy));
      BitSet quarters = new BitSet(QUARTERS);
      for (int quarter = 0; quarter <= QUARTERS; quarter++) {
        quarters.set(quarter, hours.isWorking(from.plusSeconds(900L * quarter)));
      }
      working.add(quarters);
    }
    if (bareBits() != anyone()) {
      throw new IllegalStateException("the two sides find different slots");
    }
  }

  /**
   * The floor: bits of working time, bookings cleared, half-hours counted.
   *
   * @return how often somebody is free
   */
  @Benchmark
  public int bareBits() {
    int free = 0;
    for (int person = 0; person < PEOPLE; person++) {
      BitSet quarters = (BitSet) working.get(person).clone();
      for (Slot busy : diaries.get(person).busy()) {
        quarters.clear(quarter(busy.start()), quarter(busy.end()));
      }
      for (int quarter = 0; quarter < QUARTERS; quarter += 2) {
        free += quarters.get(quarter) && quarters.get(quarter + 1) ? 1 : 0;
      }
    }
    return free;
  }

  private int quarter(Instant at) {
    return (int) ((at.getEpochSecond() - from.getEpochSecond()) / 900);
  }

  /**
   * The search for anyone: hours and zones, bookings, a list of who is free in each slot.
   *
   * @return how often somebody is free
   */
  @Benchmark
  public int anyone() {
    return visits.offers(from, from, to, diaries).stream()
        .mapToInt(offer -> offer.free().size())
        .sum();
  }

  /**
   * The search for slots in which everyone is free, of which there are none.
   *
   * @return 0
   */
  @Benchmark
  public int everyone() {
    return visits.slots(from, from, to, diaries).size();
  }
}
