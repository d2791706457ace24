package io.switchd.compare.measure;

import java.io.IOException;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** Something that is measured of a subject, which gives one or more figures. */
public interface Measurement {

    List<Figure> figures();

    void measure(Bench bench, ObjDoubleConsumer<Figure> values) throws IOException;
}
