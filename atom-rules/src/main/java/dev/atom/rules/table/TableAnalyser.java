package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.table.Axis.Extent;
import dev.atom.rules.table.TableAnalysis.Checked;
import dev.atom.rules.table.TableAnalysis.Gap;
import dev.atom.rules.table.TableAnalysis.Masked;
import dev.atom.rules.table.TableAnalysis.Overlap;
import dev.atom.rules.table.TableAnalysis.Question;
import dev.atom.rules.table.TableAnalysis.Undecided;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Checks one table once. Not thread-safe. */
final class TableAnalyser {
  private static final int MOST_GAPS = 100;
  private static final int MOST = 1_000;

  private final TableContent table;
  private final RuleVocabulary vocabulary;
  private final long limit;
  private final Set<Question> unfinished = EnumSet.noneOf(Question.class);
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Overlap> overlaps = new ArrayList<>();
  private final List<Masked> masked = new ArrayList<>();
  private final List<Undecided> undecided = new ArrayList<>();
  private List<Axis> axes = List.of();
  private int[] asInTable = new int[0];
  private Extent[][] rows = new Extent[0][];
  private Steps steps;
  private boolean more;

  TableAnalyser(TableContent table, RuleVocabulary vocabulary, long steps) {
    this.table = table;
    this.vocabulary = vocabulary;
    this.limit = steps;
    this.steps = new Steps(steps);
  }

  TableAnalysis analyse() {
    try {
      prepare();
      part(Question.GAP, this::gaps);
      part(Question.OVERLAP, this::overlaps);
      part(Question.MASKED, this::masked);
    } catch (Steps.Exhausted e) {
      unfinished.addAll(EnumSet.allOf(Question.class));
    }
    Checked found = new Checked(gaps, overlaps, masked, undecided, more);
    return unfinished.isEmpty() ? found : new TableAnalysis.TooLarge(limit, unfinished, found);
  }

  /** Each question has its own share of work: one that is too hard leaves the others alone. */
  private void part(Question question, Runnable work) {
    steps = new Steps(limit);
    try {
      work.run();
    } catch (Steps.Exhausted e) {
      unfinished.add(question);
    }
  }

  /** The columns that tell most rows apart come first: few rows are left for the others. */
  private void prepare() {
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < table.inputs().size(); c++) {
      int column = c;
      Input input = table.inputs().get(c);
      List<UnaryTest> tests = table.rows().stream().map(row -> row.when().get(column)).toList();
      columns.add(new Column(c, new Axis(input, allowed(input), tests, steps)));
    }
    columns.sort(Comparator.comparingInt((Column column) -> -column.axis().tests()));
    axes = columns.stream().map(Column::axis).toList();
    asInTable =
        IntStream.range(0, columns.size())
            .boxed()
            .sorted(Comparator.comparingInt(place -> columns.get(place).number()))
            .mapToInt(place -> place)
            .toArray();
    rows = new Extent[table.rows().size()][];
    for (int r = 0; r < rows.length; r++) {
      Row row = table.rows().get(r);
      steps.spend(columns.size());
      rows[r] =
          columns.stream()
              .map(column -> column.axis().of(row.when().get(column.number())))
              .toArray(Extent[]::new);
    }
  }

  private record Column(int number, Axis axis) {}

  private UnaryTest allowed(Input input) {
    List<String> choices = vocabulary.choices(input.field());
    return input.allowed() instanceof UnaryTest.Any
            && input.type() == ColumnType.TEXT
            && !choices.isEmpty()
        ? new UnaryTest.OneOf(
            choices.stream().map(c -> (UnaryTest) new UnaryTest.Equal(Json.of(c))).toList())
        : input.allowed();
  }

  private Json.Obj witness(Runs[] part) {
    Json.Obj facts = Json.Obj.EMPTY;
    for (int c : asInTable) {
      Axis axis = axes.get(c);
      facts = Witness.nested(axis.input().field(), axis.witness(part[c].first()), facts);
    }
    return facts;
  }

  private String where(Runs[] part) {
    return Arrays.stream(asInTable)
        .filter(c -> !part[c].equals(axes.get(c).domain()))
        .mapToObj(c -> axes.get(c).input().label() + ": " + axes.get(c).describe(part[c]))
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining("; "), text -> text.isEmpty() ? "anything" : text));
  }

  private void undecided(Question question, List<String> about, String where) {
    if (undecided.size() < MOST) {
      undecided.add(new Undecided(question, about, where));
    } else {
      more = true;
    }
  }

  private void gaps() {
    Runs[] box = axes.stream().map(Axis::domain).toArray(Runs[]::new);
    if (Arrays.stream(box).anyMatch(Runs::isEmpty)) {
      return;
    }
    CoverSearch.Found found =
        new CoverSearch.Found() {
          @Override
          public void gap(Runs[] part) {
            if (gaps.size() < MOST_GAPS) {
              gaps.add(new Gap(witness(part), where(part)));
            } else {
              more = true;
            }
          }

          @Override
          public void undecided(Runs[] part) {
            TableAnalyser.this.undecided(Question.GAP, List.of(), where(part));
          }

          @Override
          public boolean enough() {
            return more;
          }
        };
    new CoverSearch(rows, box, steps, found).covered(possible());
  }

  private boolean impossible(int row) {
    return Arrays.stream(rows[row]).anyMatch(extent -> extent.maybe().isEmpty());
  }

  private List<Integer> possible() {
    return IntStream.range(0, rows.length).filter(row -> !impossible(row)).boxed().toList();
  }

  /** Sweeps along the first column, so that rows that lie apart there are never compared. */
  private void overlaps() {
    List<Integer> sorted = new ArrayList<>(possible());
    sorted.sort(Comparator.comparingInt(row -> rows[row][0].maybe().first()));
    for (int i = 0; i < sorted.size(); i++) {
      int a = sorted.get(i);
      int end = rows[a][0].maybe().end();
      for (int j = i + 1; j < sorted.size(); j++) {
        int b = sorted.get(j);
        steps.spend(1);
        if (rows[b][0].maybe().first() >= end) {
          break;
        }
        overlap(Math.min(a, b), Math.max(a, b));
        if (overlaps.size() >= MOST) {
          more = true;
          return;
        }
      }
    }
  }

  private void overlap(int a, int b) {
    for (int c = 0; c < axes.size(); c++) {
      if (!rows[a][c].maybe().meets(rows[b][c].maybe())) {
        return;
      }
    }
    boolean fault =
        table.policy() == HitPolicy.UNIQUE
            || (table.policy() == HitPolicy.ANY && !outputs(a).equals(outputs(b)));
    Runs[] both = new Runs[axes.size()];
    for (int c = 0; c < both.length; c++) {
      both[c] = rows[a][c].sure().and(rows[b][c].sure());
    }
    if (Arrays.stream(both).noneMatch(Runs::isEmpty)) {
      overlaps.add(new Overlap(id(a), id(b), witness(both), fault));
    } else if (fault) {
      undecided(Question.OVERLAP, List.of(id(a), id(b)), "");
    }
  }

  private Json.Obj outputs(int row) {
    return TableRules.outputs(table, table.rows().get(row).then());
  }

  private String id(int row) {
    return table.rows().get(row).id();
  }

  private void masked() {
    Comparator<Row> order = HitResult.order(table);
    Neighbours neighbours =
        new Neighbours(
            IntStream.range(0, rows.length).mapToObj(row -> rows[row][0].maybe()).toList(),
            axes.get(0).domain());
    for (int row = 0; row < rows.length; row++) {
      if (impossible(row)) {
        masked.add(new Masked(id(row), List.of()));
      } else if (table.policy() == HitPolicy.FIRST || table.policy() == HitPolicy.PRIORITY) {
        mask(row, neighbours.of(row), order);
      }
    }
  }

  private void mask(int row, IntStream neighbours, Comparator<Row> order) {
    List<Integer> over =
        neighbours.filter(other -> wins(other, row, order)).sorted().boxed().toList();
    if (over.isEmpty()) {
      return;
    }
    FirstGap all = new FirstGap();
    if (new CoverSearch(rows, box(row, false), steps, all).covered(over)) {
      masked.add(new Masked(id(row), over.stream().limit(10).map(this::id).toList()));
      return;
    }
    FirstGap sure = new FirstGap();
    Runs[] box = box(row, true);
    if (Arrays.stream(box).noneMatch(Runs::isEmpty)) {
      new CoverSearch(rows, box, steps, sure).covered(over);
    }
    if (!sure.gap) {
      undecided(Question.MASKED, List.of(id(row)), "");
    }
  }

  /** Whether a row goes before another and the two may match the same input. */
  private boolean wins(int other, int row, Comparator<Row> order) {
    steps.spend(1);
    if (other == row || (table.policy() == HitPolicy.FIRST && other > row)) {
      return false;
    }
    for (int c = 0; c < axes.size(); c++) {
      if (!rows[other][c].maybe().meets(rows[row][c].maybe())) {
        return false;
      }
    }
    if (table.policy() == HitPolicy.FIRST) {
      return true;
    }
    int rank = order.compare(table.rows().get(other), table.rows().get(row));
    return rank < 0 || (rank == 0 && other < row);
  }

  private Runs[] box(int row, boolean sure) {
    return Arrays.stream(rows[row])
        .map(extent -> sure ? extent.sure() : extent.maybe())
        .toArray(Runs[]::new);
  }

  /** Ends the search at the first gap. */
  private static final class FirstGap implements CoverSearch.Found {
    private boolean gap;

    @Override
    public void gap(Runs[] part) {
      gap = true;
    }

    @Override
    public void undecided(Runs[] part) {}

    @Override
    public boolean enough() {
      return gap;
    }
  }
}
