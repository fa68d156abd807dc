package dev.atom.knowledge.engine;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * Makes terms of words, the same for documents and questions: split as Unicode says, without a
 * possessive, in lower case, without words that say nothing, cut to the stem by Porter's rules.
 */
public final class EnglishAnalysis extends Analyzer {
  private static final CharArraySet STOP_WORDS =
      CharArraySet.unmodifiableSet(new CharArraySet(EnglishWords.STOP_WORDS, false));

  @Override
  protected TokenStreamComponents createComponents(String field) {
    StandardTokenizer tokens = new StandardTokenizer();
    TokenStream terms = new LowerCaseFilter(new EnglishPossessiveFilter(tokens));
    return new TokenStreamComponents(
        tokens, new PorterStemFilter(new StopFilter(terms, STOP_WORDS)));
  }

  @Override
  protected TokenStream normalize(String field, TokenStream terms) {
    return new LowerCaseFilter(terms);
  }

  /**
   * Keeps phrases from reaching from a title into the text.
   *
   * @return {@link EnglishWords#GAP}
   */
  @Override
  public int getPositionIncrementGap(String field) {
    return EnglishWords.GAP;
  }
}
