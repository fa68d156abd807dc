package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.rules.index.Cover;
import dev.atom.rules.index.CoverView;
import dev.atom.rules.jsonlogic.JsonLogic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which JsonLogic an index answers wholly, and which not. */
class LogicCoverTest {
  private static Cover<Look> cover(String rule, boolean wanted) {
    Condition condition = Condition.logic(JsonLogic.parse(rule.replace('\'', '"')));
    Names names = Names.top(RuleVocabulary.OPEN);
    return LogicCover.of(new LogicNode("c", (Condition.Logic) condition, names), wanted);
  }

  private static List<Cover<Look>> both(String rule) {
    return List.of(cover(rule, true), cover(rule, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'==':[{'var':'a'},'gold']}",
        "{'==':['gold',{'var':'a'}]}",
        "{'==':[{'var':'a'},'5']}",
        "{'==':[{'var':'a'},null]}",
        "{'!=':[{'var':'a'},'gold']}",
        "{'!=':[null,{'var':'a.b.0'}]}",
        "{'===':[{'var':'a'},5]}",
        "{'===':[true,{'var':['a']}]}",
        "{'===':[{'var':'a'},null]}",
        "{'!==':[{'var':'a'},'gold']}",
        "{'!==':[5,{'var':'a'}]}",
        "{'in':[{'var':'a'},['gold',5,true,null]]}",
        "{'var':'a'}",
        "{'!':{'var':'a'}}",
        "{'!':[{'var':'a'}]}",
        "{'!!':[{'var':'a'}]}",
        "{'!':{'in':[{'var':'a'},['gold']]}}",
        "{'===':[{'var':['a',5]},5]}",
        "{'==':[{'var':['a','gold']},'gold']}",
        "{'in':[{'var':['a',null]},['gold']]}",
        "{'var':['a',true]}",
        "{'and':[{'===':[{'var':'a'},1]},{'!==':[{'var':'b'},'x']}]}",
        "{'or':[{'===':[{'var':'a'},1]},{'===':[{'var':'b'},'x']}]}",
        "{'and':[{'or':[{'var':'a'},{'===':[{'var':'b'},1]}]},"
            + "{'!':{'and':[{'var':'c'},{'or':[{'var':'d'},{'var':'e'}]}]}}]}"
      })
  void aComparisonThatReadsNoTextAsANumberIsAnsweredWholly(String rule) {
    for (Cover<Look> cover : both(rule)) {
      assertThat(CoverView.tests(cover)).isFalse();
      assertThat(CoverView.doubtsTexts(cover)).isFalse();
      assertThat(CoverView.isOpen(cover)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'==':[{'var':'a'},5]}",
        "{'==':[false,{'var':'a'}]}",
        "{'!=':[{'var':'a'},5]}",
        "{'<':[{'var':'a'},5]}",
        "{'<':[5,{'var':'a'}]}",
        "{'<=':[{'var':'a'},5]}",
        "{'<=':[5,{'var':'a'}]}",
        "{'>':[{'var':'a'},5]}",
        "{'>':[5,{'var':'a'}]}",
        "{'>=':[{'var':'a'},5]}",
        "{'>=':[5,{'var':'a'}]}",
        "{'<':[{'var':'a'},'5']}",
        "{'<':[1,{'var':'a'},5]}",
        "{'<=':[1,{'var':'a'},5]}",
        "{'>=':[5,{'var':'a'},1]}",
        "{'<':[{'var':['a',0]},5]}",
        "{'!':{'<':[{'var':'a'},5]}}",
        "{'and':[{'>':[{'var':'a'},5]},{'==':[{'var':'b'},'x']}]}",
        "{'or':[{'>':[{'var':'a'},5]},{'==':[{'var':'b'},'x']}]}"
      })
  void oneThatDoesIsAnsweredWhereTheFieldIsNoText(String rule) {
    for (Cover<Look> cover : both(rule)) {
      assertThat(CoverView.tests(cover)).isFalse();
      assertThat(CoverView.doubtsTexts(cover)).isTrue();
      assertThat(CoverView.isOpen(cover)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'in':['part',{'var':'a'}]}",
        "{'startsWith':[{'var':'a'},'part']}",
        "{'endsWith':[{'var':'a'},'part']}",
        "{'!':{'in':['part',{'var':'a'}]}}",
        "{'and':[{'in':['part',{'var':'a'}]},{'var':'b'}]}"
      })
  void partsAreForATable(String rule) {
    for (Cover<Look> cover : both(rule)) {
      assertThat(CoverView.tests(cover)).isFalse();
      assertThat(CoverView.doubtsTexts(cover)).isFalse();
      assertThat(CoverView.asksForParts(cover)).isTrue();
      assertThat(CoverView.isOpen(cover)).isFalse();
    }
  }

  /** What is needed is indexed; what is not so yet is tested. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'and':[{'===':[{'var':'a'},1]},{'>':[{'var':'b'},{'var':'c'}]}]}",
        "{'and':[{'===':[{'var':'a'},1]},{'if':[{'var':'b'},true,false]}]}",
        "{'<':[1,{'var':'a'},{'var':'b'}]}",
        "{'some':[{'var':'a'},{'>':[{'var':''},1]}]}",
        "{'all':[{'var':'a'},{'var':'b'}]}",
        "{'in':[5,{'var':'a'}]}",
        "{'startsWith':[{'var':'a'},{'var':'b'}]}",
        "{'startsWith':[{'var':['a','x']},'part']}",
        "{'in':['',{'var':'a'}]}"
      })
  void ofOthersWhatTheyNeedIsIndexed(String rule) {
    assertThat(CoverView.tests(cover(rule, true))).isTrue();
    assertThat(CoverView.isOpen(cover(rule, true))).isFalse();
    assertThat(CoverView.tests(cover(rule, false))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'==':[{'var':'a'},{'var':'b'}]}",
        "{'==':[{'var':'a'},[1]]}",
        "{'==':[1,1]}",
        "{'!=':[{'var':'a'},1,2]}",
        "{'in':[{'var':'a'},[[1]]]}",
        "{'in':[{'var':'a'},{'var':'b'}]}",
        "{'<':[{'+':[{'var':'a'},1]},5]}",
        "{'<':[{'var':['a','x']},5]}",
        "{'==':[{'var':['a',{'var':'b'}]},'x']}",
        "{'==':[{'var':'a b'},'x']}",
        "{'==':[{'var':'@now'},'x']}",
        "{'==':[{'var':''},'x']}",
        "{'==':[{'var':{'cat':['a']}},'x']}",
        "{'==':[{'val':'a'},'x']}",
        "{'missing':['a']}",
        "{'none':[{'var':'a'},{'var':''}]}",
        "{'try':[{'===':[{'var':'a'},1]}]}",
        "{'or':[{'===':[{'var':'a'},1]},{'>':[{'var':'b'},{'var':'c'}]}]}"
      })
  void ofTheRestNothingIsClaimed(String rule) {
    for (Cover<Look> cover : both(rule)) {
      assertThat(CoverView.tests(cover)).isTrue();
      assertThat(CoverView.isOpen(cover)).isTrue();
    }
  }

  /** What can't hold needs no test, but may still fail and make the whole false. */
  @Test
  void whatMayFailIsTestedEvenWhereItCantHold() {
    String never = "{'and':[{'throw':'x'},{'===':[{'var':'a'},1]},{'===':[{'var':'a'},2]}]}";
    Cover<Look> cover = cover("{'or':[" + never + ",{'===':[{'var':'b'},3]}]}", true);
    assertThat(CoverView.tests(cover)).isTrue();
    assertThat(CoverView.isOpen(cover)).isFalse();
  }

  /** In a conjunction of its own each would be one of more than an index takes. */
  @Test
  void manyComparisonsOfOneFieldAreOne() {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      rules.append(i == 0 ? "" : ",").append("{'==':[{'var':'a'},").append(i).append("]}");
    }
    for (Cover<Look> cover : both("{'or':[" + rules + "]}")) {
      assertThat(CoverView.tests(cover)).isFalse();
      assertThat(CoverView.isOpen(cover)).isFalse();
    }
  }
}
