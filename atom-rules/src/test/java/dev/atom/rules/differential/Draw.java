package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Values at random. Not thread-safe. */
final class Draw {
  private static final List<Duration> APART =
      List.of(
          Duration.ZERO,
          Duration.ofHours(1),
          Duration.ofHours(3).plusMinutes(30),
          Duration.ofHours(8),
          Duration.ofDays(1),
          Duration.ofHours(36),
          Duration.ofDays(14),
          Duration.ofDays(30),
          Duration.ofDays(90));

  private final SplittableRandom random;
  private final World world;
  private final List<List<String>> alphabets;

  /** What counts as now for what is drawn. */
  Instant now;

  Draw(SplittableRandom random, World world) {
    this.random = random;
    this.world = world;
    this.alphabets = List.of(one(Pools.ALPHABETS), one(Pools.ALPHABETS));
    this.now = one(Pools.NOWS);
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  boolean chance(double of) {
    return random.nextDouble() < of;
  }

  int number(int below) {
    return random.nextInt(below);
  }

  int number(int from, int below) {
    return random.nextInt(from, below);
  }

  /** A text over few letters. */
  String small(int most) {
    StringBuilder text = new StringBuilder();
    List<String> alphabet = one(alphabets);
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(one(alphabet));
    }
    return text.toString();
  }

  Json value(String kind, int depth) {
    return switch (kind) {
      case "number" -> Json.of(new BigDecimal(one(Pools.NUMBERS)));
      case "text" -> Json.of(world == World.TEXTS || chance(0.3) ? small(9) : one(Pools.TEXTS));
      case "day" -> Json.of(chance(0.3) ? day() : one(Pools.DAYS));
      case "instant" ->
          Json.of(chance(world == World.TIMES ? 0.8 : 0.3) ? near() : one(Pools.INSTANTS));
      case "time" -> Json.of(one(Pools.TIMES));
      case "span" -> Json.of(one(Pools.FOUND_SPANS));
      case "kind" -> Json.of(one(Pools.KINDS));
      case "days" -> days();
      case "texts" -> texts(4);
      case "list" -> list(depth);
      case "rows" -> rows(depth);
      case "object" -> object(depth);
      default -> any(depth);
    };
  }

  /** An instant at the edge of something. */
  private String near() {
    Instant at = now;
    if (chance(0.5)) {
      Duration apart = one(APART);
      at = chance(0.5) ? at.plus(apart) : at.minus(apart);
    } else {
      ZoneId zone = one(Pools.ZONES).orElse(ZoneId.of("Europe/Berlin"));
      LocalTime time = LocalTime.parse(one(Pools.TIMES.subList(5, Pools.TIMES.size())));
      int days = number(-3, 5);
      at = now.atZone(zone).toLocalDate().plusDays(days).atTime(time).atZone(zone).toInstant();
    }
    return at.plusNanos(number(-1, 2)).toString();
  }

  private String day() {
    return LocalDate.ofInstant(now, ZoneId.of("UTC")).plusDays(number(-9, 10)).toString();
  }

  Json days() {
    List<Json> days = new ArrayList<>();
    for (int i = number(1, 5); i > 0; i--) {
      days.add(Json.of(one(Points.WEEKDAYS)));
    }
    return chance(0.1) ? Json.array(List.of(Json.of("Monday"))) : Json.array(days);
  }

  private Json texts(int most) {
    List<Json> texts = new ArrayList<>();
    for (int i = number(most); i > 0; i--) {
      texts.add(Json.of(small(2)));
    }
    return Json.array(texts);
  }

  private Json any(int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 9)) {
      case 0, 1, 2 -> value("text", 0);
      case 3, 4 -> value("number", 0);
      case 5 -> Json.of(random.nextBoolean());
      case 6 -> value("day", 0);
      case 7 -> value("instant", 0);
      case 8 -> Json.NULL;
      case 9 -> object(depth);
      default -> list(depth);
    };
  }

  Json list(int depth) {
    List<Json> items = new ArrayList<>();
    boolean numbers = chance(0.3);
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(numbers ? value("number", 0) : any(depth - 1));
    }
    return Json.array(items);
  }

  private Json rows(int depth) {
    List<Json> rows = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      rows.add(chance(0.05) ? any(0) : row(depth));
    }
    return Json.array(rows);
  }

  private Json row(int depth) {
    var row = Json.object();
    for (String name : World.IN_ROWS) {
      if (chance(0.8)) {
        boolean nested = name.equals("subs") && depth > 0 && chance(0.5);
        String kind = chance(0.1) ? "any" : World.ITEM.get(name);
        row.put(name, nested ? rows(depth - 1) : value(kind, 1));
      }
    }
    return row.build();
  }

  private Json object(int depth) {
    var object = Json.object();
    if (chance(0.8)) {
      object.put("x", any(depth - 1));
    }
    if (chance(0.6)) {
      object.put("y", list(depth - 1));
    }
    return object.build();
  }

  @Nullable ZoneId zone() {
    return one(Pools.ZONES).orElse(null);
  }
}
