package dev.atom.coordinator;

import dev.atom.json.Json;
import dev.atom.schema.Document;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task as it was read from its document. What is missing or can't be read is unknown.
 *
 * @param doubts the fields that hold something that can't be read
 */
record Task(
    TaskRef ref,
    Status status,
    Optional<Instant> due,
    Optional<Duration> remaining,
    List<String> blockedBy,
    Optional<Instant> updated,
    List<String> doubts) {
  /** Five years of work; what is more is a slip of the pen. */
  private static final BigDecimal MOST_HOURS = BigDecimal.valueOf(10_000);

  /** What lies farther away is a slip of the pen too, and would take long to count. */
  private static final int FIRST_YEAR = 1900;

  private static final int LAST_YEAR = 2200;

  private static final BigDecimal SECONDS = BigDecimal.valueOf(3600);

  enum Status {
    NOT_BEGUN,
    BEGUN,
    CLOSED,
    UNKNOWN
  }

  String id() {
    return ref.id();
  }

  static Task read(Document document) {
    if (!document.schema().equals(TaskSchema.ID)) {
      throw new IllegalArgumentException(
          "document \""
              + document.id()
              + "\" is of schema \""
              + document.schema()
              + "\", not \""
              + TaskSchema.ID
              + "\"");
    }
    return new Reader(document).read();
  }

  /** Reads the fields one by one and notes those that hold something else than they should. */
  private static final class Reader {
    private final Document document;
    private final List<String> doubts = new ArrayList<>();

    Reader(Document document) {
      this.document = document;
    }

    Task read() {
      String title = text(TaskSchema.TITLE).orElse(document.id());
      Status status = status();
      Optional<Duration> remaining = hours(TaskSchema.REMAINING_HOURS);
      Optional<Duration> estimate = hours(TaskSchema.ESTIMATE_HOURS);
      if (remaining.isEmpty() && status == Status.NOT_BEGUN) {
        remaining = estimate;
      }
      return new Task(
          new TaskRef(document.id(), title, text(TaskSchema.OWNER)),
          status,
          instant(TaskSchema.DUE),
          remaining,
          blockedBy(),
          instant(TaskSchema.UPDATED),
          List.copyOf(doubts));
    }

    private Status status() {
      return switch (text(TaskSchema.STATUS).orElse("")) {
        case "open" -> Status.NOT_BEGUN;
        case "in_progress", "waiting" -> Status.BEGUN;
        case "done", "cancelled" -> Status.CLOSED;
        default -> Status.UNKNOWN;
      };
    }

    private List<String> blockedBy() {
      return text(TaskSchema.BLOCKED_BY).stream()
          .flatMap(ids -> List.of(ids.split(",")).stream())
          .map(String::strip)
          .filter(id -> !id.isEmpty())
          .distinct()
          .toList();
    }

    private Optional<Json> value(String field) {
      return document.value(field).filter(value -> !(value instanceof Json.Null));
    }

    private Optional<String> text(String field) {
      Optional<Json> value = value(field);
      Optional<String> text =
          value
              .map(v -> v instanceof Json.Str s ? s.value().strip() : "")
              .filter(s -> !s.isEmpty());
      return read(field, value, text);
    }

    private Optional<Instant> instant(String field) {
      Optional<Json> value = value(field);
      return read(
          field,
          value,
          value.flatMap(v -> v instanceof Json.Str s ? instantOf(s.value()) : Optional.empty()));
    }

    private static Optional<Instant> instantOf(String text) {
      try {
        return Optional.of(OffsetDateTime.parse(text))
            .filter(time -> time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR)
            .map(OffsetDateTime::toInstant);
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    private Optional<Duration> hours(String field) {
      Optional<Json> value = value(field);
      Optional<BigDecimal> number =
          value.flatMap(v -> v instanceof Json.Num n ? Optional.of(n.value()) : Optional.empty());
      return read(
          field,
          value,
          number
              .filter(hours -> hours.signum() >= 0 && hours.compareTo(MOST_HOURS) <= 0)
              .map(hours -> hours.multiply(SECONDS).setScale(0, RoundingMode.CEILING))
              .map(seconds -> Duration.ofSeconds(seconds.longValueExact())));
    }

    private <T> Optional<T> read(String field, Optional<Json> value, Optional<T> read) {
      if (value.isPresent() && read.isEmpty()) {
        doubts.add(field);
      }
      return read;
    }
  }
}
