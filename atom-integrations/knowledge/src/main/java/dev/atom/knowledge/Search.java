package dev.atom.knowledge;

import dev.atom.knowledge.SearchHit.ScorePart;
import dev.atom.knowledge.engine.QueryText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryRescorer;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.Weight;

/**
 * One search on one view of the index: BM25 over the passages with their titles, then the first few
 * ordered anew by how near to each other the words stand.
 */
final class Search {
  /** Measured: refining this many orders the top as refining all would. */
  private static final int REFINED = 200;

  private final IndexSearcher searcher;
  private final QueryText text;
  private final BooleanSupplier stop;

  Search(DirectoryReader reader, QueryText text, BooleanSupplier stop) {
    // A searcher of its own: the time limit belongs to it, and it costs nothing to make.
    this.searcher = new IndexSearcher(reader);
    this.searcher.setQueryCache(null);
    this.searcher.setTimeout(stop::getAsBoolean);
    this.text = text;
    this.stop = stop;
  }

  SearchResult run(SearchRequest request) throws IOException {
    if (text.isEmpty() || stop.getAsBoolean()) {
      return new SearchResult(List.of(), 0, stop.getAsBoolean(), text.shortened());
    }
    List<Clause> clauses = new ArrayList<>(Clause.finding(text));
    TopDocs found =
        searcher.search(Clause.toQuery(clauses, text), Math.max(REFINED, request.limit()));
    long atLeast = found.totalHits.value();
    List<Clause> refining = Clause.refining(text);
    if (!refining.isEmpty() && !stopped()) {
      clauses.addAll(refining);
      found = refine(found, Clause.toQuery(refining, text));
    }
    List<SearchHit> hits = hits(found, request, clauses);
    return new SearchResult(hits, atLeast, stopped(), text.shortened());
  }

  private boolean stopped() {
    return searcher.timedOut() || stop.getAsBoolean();
  }

  /** Only the first are refined; what is below keeps its score and can be passed by them alone. */
  private TopDocs refine(TopDocs found, Query query) throws IOException {
    ScoreDoc[] all = found.scoreDocs;
    int refined = Math.min(REFINED, all.length);
    ScoreDoc[] first = Arrays.copyOf(all, refined);
    TopDocs ordered =
        QueryRescorer.rescore(searcher, new TopDocs(found.totalHits, first), query, 1, refined);
    System.arraycopy(ordered.scoreDocs, 0, all, 0, refined);
    return found;
  }

  private List<SearchHit> hits(TopDocs found, SearchRequest request, List<Clause> clauses)
      throws IOException {
    List<Weight> weights = new ArrayList<>();
    if (request.explained()) {
      for (Clause clause : clauses) {
        weights.add(searcher.createWeight(searcher.rewrite(clause.query()), ScoreMode.COMPLETE, 1));
      }
    }
    List<SearchHit> hits = new ArrayList<>();
    var stored = searcher.storedFields();
    for (int i = 0; i < Math.min(request.limit(), found.scoreDocs.length); i++) {
      ScoreDoc hit = found.scoreDocs[i];
      hits.add(
          new SearchHit(
              StoredForm.toPassage(stored.document(hit.doc), hit.score),
              explanation(hit.doc, clauses, weights)));
    }
    return hits;
  }

  private List<ScorePart> explanation(int document, List<Clause> clauses, List<Weight> weights)
      throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    List<ScorePart> parts = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      Scorer scorer = weights.get(i).scorer(leaf);
      int at = document - leaf.docBase;
      if (scorer != null && scorer.iterator().advance(at) == at) {
        Clause clause = clauses.get(i);
        parts.add(new ScorePart(clause.reason(), clause.words(), scorer.score()));
      }
    }
    parts.sort((one, other) -> Double.compare(other.score(), one.score()));
    return parts;
  }
}
