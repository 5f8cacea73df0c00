package io.espalier.optimizers.gepa;

/** What candidates compete in: each is a parent as long as it leads somewhere. */
public enum FrontierKind {
    /** Each validation example. */
    INSTANCE,
    /** Each part of a composite metric, by its mean over the validation set. */
    OBJECTIVE,
    /** Each validation example, and each part of the metric. */
    HYBRID,
    /** Each part of the metric on each validation example. */
    CARTESIAN
}
