using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

// Sizes that fit each other, per record.
internal static unsafe partial class KernelGuard
{
    [Conditional(Symbol)]
    public static void Sizes(in Conv2DSizes s, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        Holds(s is
        {
            Batch: >= 0, Height: > 0, Width: > 0, Channels: > 0, KernelHeight: > 0, KernelWidth: > 0, Filters: > 0, OutHeight: > 0,
            OutWidth: > 0
        }, s, "extents above 0", member, file);
        Holds(s is
        {
            StrideHeight: > 0, StrideWidth: > 0, DilationHeight: > 0, DilationWidth: > 0, PadTop: >= 0, PadLeft: >= 0,
            Groups: > 0
        }, s, "strides, dilations and groups above 0, no negative padding", member, file);
        Holds(s.Channels % s.Groups == 0 && s.Filters % s.Groups == 0, s, "groups that divide channels and filters", member, file);
        long paddedHeight = (s.OutHeight - 1L) * s.StrideHeight + (s.KernelHeight - 1L) * s.DilationHeight + 1,
            paddedWidth = (s.OutWidth - 1L) * s.StrideWidth + (s.KernelWidth - 1L) * s.DilationWidth + 1;
        Holds(paddedHeight <= int.MaxValue && paddedWidth <= int.MaxValue && Fits(paddedHeight, paddedWidth, s.Channels), s,
            "a padded image within int", member, file);
        Holds(Fits(s.Batch, s.Height, s.Width, s.Channels) && Fits(s.KernelHeight, s.KernelWidth, s.Channels / s.Groups, s.Filters)
            && Fits(s.Batch, s.OutHeight, s.OutWidth, s.Filters), s, "element counts within int", member, file);
    }

    [Conditional(Symbol)]
    public static void Sizes(in PooledConv2DSizes s, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        Sizes(s.Conv, member, file);
        Holds(s is { WindowHeight: > 0, WindowWidth: > 0, PooledHeight: > 0, PooledWidth: > 0 }, s, "extents above 0", member, file);
        Holds((long)s.WindowHeight * s.WindowWidth <= PooledConv2DSizes.MaxArea, s, "a window of MaxArea places at most", member, file);
        Holds((long)s.PooledHeight * s.WindowHeight <= s.Conv.OutHeight && (long)s.PooledWidth * s.WindowWidth <= s.Conv.OutWidth, s,
            "windows inside the results", member, file);
        Holds(s.Conv.Groups == 1, s, "one group", member, file);
    }

    [Conditional(Symbol)]
    public static void Sizes(in Pool2DWindow w, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        Holds(
            w is
            {
                Height: > 0, Width: > 0, Channels: > 0, OutHeight: > 0, OutWidth: > 0, WindowHeight: > 0, WindowWidth: > 0,
                StrideHeight: > 0, StrideWidth: > 0, PadTop: >= 0, PadLeft: >= 0
            }, w, "extents and strides above 0, no negative padding",
            member, file);
        Holds(Fits(w.Height, w.Width, w.Channels) && Fits(w.OutHeight, w.OutWidth, w.Channels), w, "element counts within int", member,
            file);
        Holds(w.PadTop < w.WindowHeight && w.PadLeft < w.WindowWidth, w, "padding smaller than the window", member, file);
        Holds((w.OutHeight - 1L) * w.StrideHeight - w.PadTop < w.Height && (w.OutWidth - 1L) * w.StrideWidth - w.PadLeft < w.Width, w,
            "windows that meet the image", member, file);
    }

    [Conditional(Symbol)]
    public static void Sizes(in DenseSizes s, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        Holds(s is { Samples: >= 0, Inputs: >= 0, Units: > 0 }, s, "no negative extents and a unit at least", member, file);
        Holds(Fits(s.Samples, s.Inputs) && Fits(s.Samples, s.Units) && Fits(s.Inputs, Dense.PanelWidth, Dense.Panels(s.Units)), s,
            "element counts within int", member, file);
    }

    [Conditional(Symbol)]
    public static void Sizes(in MatMulSizes s, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        Holds(s is { Rows: >= 0, Inner: >= 0, Columns: >= 0, ARow: >= 0, AStep: >= 0, BRow: >= 0, CRow: >= 0 }, s,
            "no negative extents and distances", member, file);
        Holds(s.Rows < 2 || s.CRow >= s.Columns, s, "rows of the result that do not overlap", member, file);
    }

    [Conditional(Symbol)]
    public static void Sizes(in ReductionSizes s, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        Holds(s is { Outer: >= 0, Reduced: >= 0, Inner: >= 0, Row: >= 0 }, s, "no negative extents", member, file);
        Holds(s.Row >= s.Inner, s, "rows that do not overlap", member, file);
    }

    [Conditional(Symbol)]
    public static void Sizes(in GatherSizes s, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        Holds(s is { Count: >= 0, Rows: > 0, Width: >= 0 }, s, "no negative extents and a row at least", member, file);
        Holds(Fits(s.Rows, s.Width), s, "a table within int", member, file);
    }

    [Conditional(Symbol)]
    public static void Sizes(in RecurrentLoopSizes s, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        Holds(s is { Rows: >= 0, Steps: >= 0, Units: > 0, Gates: 1 or 3 or 4, Inputs: >= 0 }, s,
            "no negative extents, a unit at least, and gates of a known cell", member, file);
        Holds(Fits(s.Rows, s.Steps, s.Inputs) && Fits(s.Inputs, s.Units, s.Gates), s, "inputs within int", member, file);
        Holds(Fits(s.Rows, s.Steps, s.Units, s.Gates) && Fits(s.Units, s.Units, s.Gates), s, "element counts within int", member, file);
    }

    [Conditional(Symbol)]
    public static void Sizes(in AttentionSizes s, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        Holds(s is { Queries: > 0, Steps: > 0, Heads: > 0, Groups: > 0, Size: >= 0, ValueSize: >= 0 }, s,
            "a query, a step, a head and a group at least", member, file);
        Holds(s.Heads % s.Groups == 0, s, "groups that divide the heads", member, file);
        Holds(s is { AddedRow: >= 0, AddedHead: >= 0, AddedSample: >= 0, AddedStep: 0 or 1 }, s, "no negative distances", member, file);
        Holds(Fits(s.Queries, s.Heads, s.Size) && Fits(s.Queries, s.Heads, s.ValueSize) && Fits(s.Steps, s.Groups, s.Size)
            && Fits(s.Steps, s.Groups, s.ValueSize), s, "element counts within int", member, file);
    }

    [Conditional(Symbol)]
    public static void Sizes(in SparseRowsSizes s, [CallerMemberName] string member = "", [CallerFilePath] string file = "") =>
        Holds(s is { Rows: >= 0, Columns: >= 0 } && (s.Rows < 2 || s.TargetRow >= s.Columns), s,
            "no negative extents and rows of the target that do not overlap", member, file);

    [Conditional(Symbol)]
    public static void Sizes(in RowBlocks b, [CallerMemberName] string member = "", [CallerFilePath] string file = "") =>
        Holds(b is { Rows: >= 0, BlockRows: > 0, Channels: >= 0 }, b, "no negative extents and a row per block at least", member, file);

    /// <summary>A block of a product: rows that the register width has, and pointers wherever there is something to read.</summary>
    [Conditional(Symbol)]
    public static void Product(in TileProduct p, int rows, int columns, int mostRows, [CallerMemberName] string member = "",
        [CallerFilePath] string file = "")
    {
        AtLeast(rows, 1, "rows", member, file);
        AtMost(rows, Math.Min(mostRows, Tile.MaxRows), "rows", "the tile's", member, file);
        AtLeast(columns, 1, "columns", member, file);
        Count(p.Length, "p.Length", member, file);
        Count(p.Segments, "p.Segments", member, file);
        bool hasSteps = p.Length > 0 && p.Segments > 0;
        for (int r = 0; r < rows; r++)
        {
            Memory(p.A[r], hasSteps ? 1 : 0, "p.A[r]", member, file);
            Memory(p.C[r], columns, "p.C[r]", member, file);
        }
        Memory(p.B, hasSteps ? columns : 0, "p.B", member, file);
        Memory(p.Row, p.Start == TileStart.Row ? columns : 0, "p.Row", member, file);
    }

    private static bool Fits(long a, long b, long c = 1, long d = 1) => (Int128)a * b * c * d <= int.MaxValue;
}
