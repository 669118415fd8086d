namespace Fashion.Keras.Kernels;

/// <summary>
/// A recurrent cell over whole sequences. A caller owns some samples and takes them through all steps, so no worker waits for another
/// between two steps, and what a sample gives does not depend on who takes it.
/// <para>
/// Per step one product of the states with the recurrent kernel, in panels of <see cref="Dense.PanelWidth"/> columns, for up to
/// <see cref="RowsTogether"/> samples; then the gates of one sample after another. States and gates of a step stay in the cache. Inputs
/// come projected, or the loop projects those of a step in the same way just before it needs them.
/// </para>
/// </summary>
internal static unsafe partial class RecurrentLoop
{
    /// <summary>Samples that a caller takes through the steps together.</summary>
    public const int RowsTogether = 64;

    /// <summary>The recurrent kernel in panels, transposed, in panels again: the blocks that come from one panel.</summary>
    public static void Transpose(float* panels, float* transposed, in RecurrentLoopSizes s, int panel)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(panel, panel + 1L, Dense.Panels(s.Width));
        KernelGuard.Memory(panels, s.PackedCount);
        KernelGuard.Memory(transposed, s.TransposedCount);
        KernelGuard.Apart(transposed, s.TransposedCount, panels, s.PackedCount);
        const int wide = Dense.PanelWidth;
        int columns = Math.Min(wide, s.Width - panel * wide);
        for (int unit = 0; unit < s.Units; unit += wide)
            Transposition.Copy(panels + ((nint)panel * s.Units + unit) * wide, wide,
                transposed + (nint)unit * s.Width + (nint)panel * wide * wide, wide, Math.Min(wide, s.Units - unit), columns);
    }

    /// <summary>All steps of some samples.</summary>
    /// <param name="s">Sizes; as many rows as there are samples.</param>
    /// <param name="arrays">Their arrays.</param>
    /// <param name="scratch">As much as <see cref="RecurrentLoopSizes.Scratch"/> says.</param>
    public static void Forward(in RecurrentLoopSizes s, in RecurrentArrays arrays, float* scratch)
    {
        KernelGuard.Sizes(s);
        Guard(s, arrays, scratch);
        for (int row = 0; row < s.Rows; row += RowsTogether)
        {
            RecurrentLoopSizes part = s with { Rows = Math.Min(RowsTogether, s.Rows - row) };
            ForwardRows(part, arrays.From(row, s), scratch);
        }
    }

    /// <summary>Gradients of some samples through all steps, from the last to the first.</summary>
    /// <param name="s">Sizes; as many rows as there are samples.</param>
    /// <param name="arrays">Their arrays.</param>
    /// <param name="scratch">As much as <see cref="RecurrentLoopSizes.Scratch"/> says.</param>
    public static void Backward(in RecurrentLoopSizes s, in RecurrentArrays arrays, float* scratch)
    {
        KernelGuard.Sizes(s);
        Guard(s, arrays, scratch);
        for (int row = 0; row < s.Rows; row += RowsTogether)
        {
            RecurrentLoopSizes part = s with { Rows = Math.Min(RowsTogether, s.Rows - row) };
            BackwardRows(part, arrays.From(row, s), scratch);
        }
    }

    private static void ForwardRows(in RecurrentLoopSizes s, in RecurrentArrays a, float* scratch)
    {
        int units = s.Units, width = s.Width, rows = s.Rows;
        nint states = (nint)rows * units;
        float* h = scratch, c = h + states, seen = c + states, z = seen + states, active = z + (nint)rows * width, made = active + units;
        Start(a.Hidden, h, states);
        Start(a.Memory, c, states);
        for (int i = 0; i < s.Steps; i++)
        {
            int place = s.Place(i);
            float* read = a.Kept == null || (i == 0 && a.Hidden == null) ? h : seen;
            if (s.Inputs > 0)
                Product(a.Inputs + (nint)place * s.Inputs, s.Inputs, (nint)s.Steps * s.Inputs, a.InputKernel, made, width, rows,
                    a.InputBias == null ? TileStart.Zero : TileStart.Row, a.InputBias);
            // Nothing comes out of zeros.
            if (i == 0 && a.Hidden == null) FillRows(a.Bias, z, rows, width);
            else
            {
                if (a.Kept != null) ElementwiseLoops.Binary<BinaryFunctions.Multiply>(h, a.Kept, seen, (int)states);
                Product(read, units, units, a.Kernel, z, width, rows, a.Bias == null ? TileStart.Zero : TileStart.Row, a.Bias);
            }
            for (int r = 0; r < rows; r++)
            {
                nint at = (nint)r * s.Steps + place;
                float* hidden = h + (nint)r * units, memory = c + (nint)r * units, inner = z + (nint)r * width,
                    projected = s.Inputs > 0 ? made + (nint)r * width : a.Projected + at * width;
                float* gates = a.Gates == null ? null : a.Gates + at * width, saved = a.Saved == null ? null : a.Saved + at * units;
                if (a.Read != null) Copy(read + (nint)r * units, a.Read + at * units, units);
                if (a.Mask != null && a.Mask[at] == 0)
                {
                    if (gates != null) ElementwiseLoops.Fill(0, gates, width);
                    if (saved != null && s.Gates == 3) ElementwiseLoops.Fill(0, saved, units);
                }
                else if (s.Gates == 4)
                    LongShortTermMemory(a, projected, inner, gates, hidden, memory, active, units);
                else if (s.Gates == 3) GatedUnit(a, projected, inner, gates == null ? inner : gates, saved, hidden, units);
                else a.Activation.ApplyToSum(inner, projected, hidden, units);
                if (saved != null && s.Gates == 4) Copy(memory, saved, units);
                if (a.Sequence != null) Copy(hidden, a.Sequence + at * units, units);
            }
        }
        if (a.LastHidden != null) Copy(h, a.LastHidden, states);
        if (a.LastMemory != null) Copy(c, a.LastMemory, states);
    }

    private static void BackwardRows(in RecurrentLoopSizes s, in RecurrentArrays a, float* scratch)
    {
        int units = s.Units, width = s.Width, rows = s.Rows;
        nint states = (nint)rows * units;
        float* dh = scratch, dc = dh + states, seen = dc + states, dz = seen + states, active = dz + (nint)rows * width;
        Start(a.HiddenGradient, dh, states);
        Start(a.MemoryGradient, dc, states);
        for (int i = s.Steps - 1; i >= 0; i--)
        {
            int place = s.Place(i), earlier = s.Reverse ? 1 : -1;
            for (int r = 0; r < rows; r++)
            {
                nint at = (nint)r * s.Steps + place;
                float* hidden = dh + (nint)r * units, memory = dc + (nint)r * units, inner = dz + (nint)r * width,
                    projected = a.Projected + at * width;
                if (a.SequenceGradient != null)
                    ElementwiseLoops.Binary<BinaryFunctions.Add>(hidden, a.SequenceGradient + at * units, hidden, units);
                if (a.Mask != null && a.Mask[at] == 0)
                {
                    // The gradient passes the step by.
                    ElementwiseLoops.Fill(0, inner, width);
                    ElementwiseLoops.Fill(0, projected, width);
                    if (a.Inner != null) ElementwiseLoops.Fill(0, a.Inner + at * width, width);
                    continue;
                }
                if (s.Gates == 4)
                {
                    float* past = i > 0 ? a.Saved + (at + earlier) * units : a.Memory == null ? null : a.Memory + (nint)r * units;
                    LongShortTermMemoryBackward(a, a.Gates + at * width, a.Saved + at * units, past, inner, hidden, memory, active, units);
                    Copy(inner, projected, width);
                }
                else if (s.Gates == 3)
                {
                    float* before = i > 0 ? a.Sequence + (at + earlier) * units : a.Hidden == null ? null : a.Hidden + (nint)r * units;
                    GatedUnitBackward(a, a.Gates + at * width, a.Saved + at * units, before, inner, projected, hidden, active, units);
                    Copy(inner, a.Inner + at * width, width);
                }
                else
                {
                    a.Activation.Slope(a.Sequence + at * units, hidden, units);
                    Copy(hidden, inner, units);
                    Copy(hidden, projected, units);
                    ElementwiseLoops.Fill(0, hidden, units);
                }
            }
            if (i == 0 && a.LastHidden == null) break;
            if (a.Kept == null) Product(dz, width, width, a.Kernel, dh, units, rows, TileStart.Result, null);
            else
            {
                Product(dz, width, width, a.Kernel, seen, units, rows, TileStart.Zero, null);
                ElementwiseLoops.Binary<BinaryFunctions.Multiply>(seen, a.Kept, seen, (int)states);
                ElementwiseLoops.Binary<BinaryFunctions.Add>(dh, seen, dh, (int)states);
            }
        }
        if (a.LastHidden != null) Copy(dh, a.LastHidden, states);
        if (a.LastMemory != null) Copy(dc, a.LastMemory, states);
    }

    // y (rows, columns) = start + x (rows, inner), whose rows lie some distance apart, times a matrix in panels.
    private static void Product(float* x, int inner, nint distance, float* panels, float* y, int columns, int rows, TileStart start,
        float* row)
    {
        for (int column = 0; column < columns; column += Dense.PanelWidth)
            MatMul.Multiply(x, panels + (nint)column * inner, y + column,
                new MatMulSizes(rows, inner, Math.Min(Dense.PanelWidth, columns - column), distance, 1, Dense.PanelWidth, columns), start,
                row == null ? null : row + column);
    }

    private static void FillRows(float* row, float* y, int rows, int width)
    {
        for (int r = 0; r < rows; r++) Start(row, y + (nint)r * width, width);
    }

    private static void Start(float* source, float* destination, nint count)
    {
        if (source == null) ElementwiseLoops.Fill(0, destination, (int)count);
        else Copy(source, destination, count);
    }

    private static void Copy(float* source, float* destination, nint count) =>
        new ReadOnlySpan<float>(source, (int)count).CopyTo(new Span<float>(destination, (int)count));

    private static void Guard(in RecurrentLoopSizes s, in RecurrentArrays a, float* scratch)
    {
        long states = (long)s.Rows * s.Units, sequence = states * s.Steps, gates = sequence * s.Gates;
        KernelGuard.Memory(scratch, s.Scratch);
        if (s.Inputs == 0) KernelGuard.Memory(a.Projected, gates);
        KernelGuard.Memory(a.Inputs, (long)s.Rows * s.Steps * s.Inputs);
        KernelGuard.Memory(a.InputKernel, s.InputPackedCount);
        KernelGuard.MemoryOrNull(a.InputBias, s.Width);
        KernelGuard.Memory(a.Kernel, 1);
        KernelGuard.MemoryOrNull(a.Hidden, states);
        KernelGuard.MemoryOrNull(a.Memory, states);
        KernelGuard.MemoryOrNull(a.Bias, s.Width);
        KernelGuard.MemoryOrNull(a.Mask, (long)s.Rows * s.Steps);
        KernelGuard.MemoryOrNull(a.Kept, states);
        KernelGuard.MemoryOrNull(a.Sequence, sequence);
        KernelGuard.MemoryOrNull(a.Gates, gates);
        KernelGuard.MemoryOrNull(a.Saved, sequence);
        KernelGuard.MemoryOrNull(a.Read, sequence);
        KernelGuard.MemoryOrNull(a.LastHidden, states);
        KernelGuard.MemoryOrNull(a.LastMemory, states);
        KernelGuard.MemoryOrNull(a.SequenceGradient, sequence);
        KernelGuard.MemoryOrNull(a.HiddenGradient, states);
        KernelGuard.MemoryOrNull(a.MemoryGradient, states);
        KernelGuard.MemoryOrNull(a.Inner, gates);
        KernelGuard.SameOrApart(a.Projected, a.Gates, a.Gates == null ? 0 : gates);
    }
}
