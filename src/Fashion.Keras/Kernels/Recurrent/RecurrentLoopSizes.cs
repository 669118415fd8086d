namespace Fashion.Keras.Kernels;

/// <summary>Sizes of one recurrent loop.</summary>
/// <param name="Rows">Samples.</param>
/// <param name="Steps">Steps of the sequence.</param>
/// <param name="Units">Length of a state.</param>
/// <param name="Gates">Gates: 4 of a long short-term memory, 3 of a gated unit, 1 of a plain one.</param>
/// <param name="Reverse">Whether the last step comes first.</param>
internal readonly record struct RecurrentLoopSizes(int Rows, int Steps, int Units, int Gates, bool Reverse)
{
    /// <summary>Numbers of a step's input where the loop projects it; 0 where it gets the projections.</summary>
    public int Inputs { get; init; }

    /// <summary>Length of all gates together.</summary>
    public int Width => Gates * Units;

    /// <summary>Floats of the recurrent kernel in panels.</summary>
    public nint PackedCount => (nint)Dense.Panels(Width) * Units * Dense.PanelWidth;

    /// <summary>Floats of the transposed recurrent kernel in panels.</summary>
    public nint TransposedCount => (nint)Dense.Panels(Units) * Width * Dense.PanelWidth;

    /// <summary>Floats of the kernel of the projection in panels.</summary>
    public nint InputPackedCount => (nint)Dense.Panels(Width) * Inputs * Dense.PanelWidth;

    /// <summary>
    /// Floats of scratch for the samples that are taken together: the states, the gates, h with its factors, and a row; and the projections
    /// of a step where the loop makes them.
    /// </summary>
    public long Scratch => ((3L + Gates * (Inputs > 0 ? 2 : 1)) * RecurrentLoop.RowsTogether + 1) * Units;

    /// <summary>Multiplications and additions of one direction.</summary>
    public long Operations => 2L * Rows * Steps * Units * Width;

    /// <summary>Multiplications and additions of the projections.</summary>
    public long ProjectionOperations => 2L * Rows * Steps * Inputs * Width;

    /// <summary>Where a step stands in the sequence.</summary>
    public int Place(int step) => Reverse ? Steps - 1 - step : step;
}
