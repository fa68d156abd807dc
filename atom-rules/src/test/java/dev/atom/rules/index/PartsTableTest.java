package dev.atom.rules.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.rules.index.Parts.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a table of parts can decide is asked of nobody else. */
class PartsTableTest {
  private static final int USERS = 200;

  private record Whole() implements Input<Json> {
    @Override
    public void read(Json event, Cell cell) {
      cell.set(event);
    }

    @Override
    public boolean ignoresCase() {
      return false;
    }
  }

  private record Asked(String by) implements Residual<Json> {
    @Override
    public boolean test(Json event) {
      throw new AssertionError(by + " was asked");
    }

    @Override
    public int cost() {
      return 1;
    }
  }

  private static Cover<Json> asks(Where where, String part, boolean wanted) {
    return Cover.of(new Parts<>(new Whole(), where, Set.of(part), wanted, new Asked(part)));
  }

  private static BitIndex<Json> index(List<Cover<Json>> covers) {
    return BitIndex.of(
        covers.stream().map(of -> new BitIndex.Entry<>(of, new Asked("a whole"))).toList());
  }

  private static BitIndex<Json> index(Where where, boolean wanted) {
    return index(
        IntStream.range(0, USERS).mapToObj(i -> asks(where, "<" + i + ">", wanted)).toList());
  }

  private static List<Integer> found(BitIndex<Json> index, Json event) {
    Scratch<Json> scratch = new Scratch<>(Json.NULL);
    List<Integer> found = new ArrayList<>();
    if (index.match(event, index.all(), scratch)) {
      for (int i = 0; i < 64 * index.words(); i++) {
        boolean left = (scratch.left(i >> 6) & (1L << i)) != 0;
        if (left && !scratch.unsure(i) && index.confirms(i, event, scratch)) {
          found.add(index.owner(i));
        }
      }
    }
    return found;
  }

  private static List<Integer> without(Integer... these) {
    List<Integer> rest = new ArrayList<>(IntStream.range(0, USERS).boxed().toList());
    rest.removeAll(List.of(these));
    return rest;
  }

  @Test
  void findsPartsAnywhereInTextsAndAmongItems() {
    BitIndex<Json> index = index(Where.ANYWHERE, true);
    assertThat(found(index, Json.of("of <7> and <199>, not <200>"))).containsExactly(7, 199);
    assertThat(found(index, Json.parse("[\"<3>\", \"a <4>\", 5]"))).containsExactly(3);
    assertThat(found(index, Json.of(7))).isEmpty();
  }

  @Test
  void findsBeginningsAndEnds() {
    assertThat(found(index(Where.START, true), Json.of("<7> <8>"))).containsExactly(7);
    assertThat(found(index(Where.END, true), Json.of("<7> <8>"))).containsExactly(8);
  }

  @Test
  void refusesPartsThatMayNotBeThere() {
    BitIndex<Json> index = index(Where.ANYWHERE, false);
    assertThat(found(index, Json.of("<7><8>"))).isEqualTo(without(7, 8));
    assertThat(found(index, Json.of(true))).isEqualTo(without());
  }

  /** Of several parts that one conjunction wants the table looks for the longest. */
  @Test
  void asksForWhatIsLeftOnlyWhereTheMostTellingPartIsThere() {
    BitIndex<Json> index =
        index(
            IntStream.range(0, USERS)
                .mapToObj(
                    i ->
                        asks(Where.ANYWHERE, "<" + i + ">", true)
                            .and(asks(Where.ANYWHERE, "!", true)))
                .toList());
    assertThat(found(index, Json.of("<!>"))).isEmpty();
    assertThatThrownBy(() -> found(index, Json.of("<7>")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("! was asked");
  }

  @Test
  void fewUsersAreAskedThemselves() {
    BitIndex<Json> index = index(List.of(asks(Where.ANYWHERE, "a", true)));
    assertThatThrownBy(() -> found(index, Json.of("a")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("a was asked");
  }
}
