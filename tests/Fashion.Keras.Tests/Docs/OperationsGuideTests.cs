using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Docs;

/// <summary>The tables of docs/guides/ops.md are made of the code; APPROVE_DOCS=1 writes them.</summary>
public sealed partial class OperationsGuideTests
{
    // Other names than Keras's, and what is no method.
    private static readonly Dictionary<string, string> Otherwise = new(StringComparer.Ordinal)
    {
        ["absolute"] = "`Ops.Abs`",
        ["fabs"] = "`Ops.Abs`",
        ["amax"] = "`Ops.Max`",
        ["amin"] = "`Ops.Min`",
        ["true_divide"] = "`Ops.Divide`",
        ["negative"] = "`Ops.Negate`",
        ["greater_equal"] = "`Ops.GreaterOrEqual`",
        ["less_equal"] = "`Ops.LessOrEqual`",
        ["swish"] = "`Ops.Silu`",
        ["hard_swish"] = "`Ops.HardSilu`",
        ["empty"] = "`Ops.Zeros`",
        ["empty_like"] = "`Ops.ZerosLike`",
        ["convert_to_tensor"] = "a conversion: arrays, tensors and numbers are values",
        ["array"] = "a conversion: arrays, tensors and numbers are values",
        ["convert_to_numpy"] = "`x.ToArray()`, `x.ToTensor()`",
        ["is_tensor"] = "`x is SymbolicTensor`",
        ["shape"] = "`x.Shape`",
        ["ndim"] = "`x.Shape.Rank`",
        ["size"] = "`x.Shape.ElementCount`",
        ["dtype"] = "always float32",
        ["hsplit"] = "`Ops.Split` with `axis: 1`",
        ["vsplit"] = "`Ops.Split`",
        ["dsplit"] = "`Ops.Split` with `axis: 2`",
        ["conv"] = "layers `Conv1D`, `Conv2D`, `Conv3D`",
        ["conv_transpose"] = "layers `Conv1DTranspose`, `Conv2DTranspose`, `Conv3DTranspose`",
        ["depthwise_conv"] = "layers `DepthwiseConv1D`, `DepthwiseConv2D`",
        ["separable_conv"] = "layers `SeparableConv1D`, `SeparableConv2D`",
        ["max_pool"] = "layers `MaxPooling1D`, `MaxPooling2D`, `MaxPooling3D`",
        ["average_pool"] = "layers `AveragePooling1D`, `AveragePooling2D`, `AveragePooling3D`",
        ["adaptive_max_pool"] = "layers `AdaptiveMaxPooling1D`, `AdaptiveMaxPooling2D`, `AdaptiveMaxPooling3D`",
        ["adaptive_average_pool"] = "layers `AdaptiveAveragePooling1D`, `AdaptiveAveragePooling2D`, `AdaptiveAveragePooling3D`",
        ["ctc_loss"] = "loss `CTC`",
        ["SeedGenerator"] = "`SeedGenerator`",
        ["real"] = "the tensor itself",
        ["conj"] = "the tensor itself",
        ["conjugate"] = "the tensor itself",
        ["isreal"] = "always true",
    };

    private static readonly (string Why, string[] Names)[] Absent =
    [
        ("complex numbers; all tensors are float32", ["angle", "imag", "polar", "view_as_complex", "view_as_real"]),
        ("Fourier transforms", ["fft", "fft2", "ifft2", "rfft", "irfft", "stft", "istft"]),
        ("decompositions of matrices beyond `Ops.Cholesky`, `Ops.Det`, `Ops.Inv` and `Ops.Solve`",
            ["cholesky_inverse", "eig", "eigh", "logdet", "lstsq", "lu_factor", "matrix_power", "matrix_rank", "pinv", "qr", "slogdet",
                "solve_triangular", "svd"]),
        ("the size of the result depends on the numbers; on known values use LINQ on `x.ToArray()`", ["nonzero", "unique"]),
        ("whole numbers and bits; all tensors are float32",
            ["bitwise_and", "bitwise_invert", "bitwise_left_shift", "bitwise_not", "bitwise_or", "bitwise_right_shift", "bitwise_xor",
                "left_shift", "right_shift", "gcd", "lcm", "view", "saturate_cast", "nextafter"]),
        ("control flow: C# loops and conditions run while a function is written down, and `Ops.Where` chooses by numbers",
            ["associative_scan", "cond", "fori_loop", "map", "scan", "switch", "vectorize", "vectorized_map", "while_loop"]),
        ("derivatives forwards, and rules of one's own: gradients go backwards (`Ops.Gradients`, `Function.Gradient`)",
            ["custom_gradient", "jvp"]),
        ("rare functions", ["gammainc", "i0", "kaiser", "ldexp", "rearrange"]),
    ];

    private const string Nowhere = "not there";

    private static readonly Dictionary<string, Type[]> Places = new(StringComparer.Ordinal)
    {
        ["ops"] = [typeof(Ops)],
        ["ops.image"] = Classes("ImageOps", "OpsImage"),
        ["random"] = Classes("RandomOps", "KerasRandom"),
    };

    [Fact]
    public void Tables_AreTheCode()
    {
        string path = Path.Combine(Repository.Root, "docs", "guides", "ops.md"), text = File.ReadAllText(path);
        string want = Marked().Replace(text, match => $"{match.Groups[1].Value}\n{Table(match.Groups[2].Value)}{match.Groups[3].Value}");
        if (Environment.GetEnvironmentVariable("APPROVE_DOCS") == "1") File.WriteAllText(path, want);
        else Assert.True(want == text,
            "docs/guides/ops.md is not what the code has. Run this test with APPROVE_DOCS=1 and look at the difference.");
        Assert.Equal(4, Marked().Count(text));
    }

    [Fact]
    public void Names_ThatAreAbsent_AreNamesOfKerasWithoutAMethod() =>
        Assert.All(Absent.SelectMany(a => a.Names), name => Assert.True(Names("ops").Contains(name) && Method("ops", name) is null, name));

    [Fact]
    public void Types_ThatAreNamedInstead_AreThere() =>
        Assert.All(Otherwise.Values.SelectMany(text => Code().Matches(text).Select(m => m.Groups[1].Value)), name => Assert.True(
            name.StartsWith("Ops.", StringComparison.Ordinal)
                ? typeof(Ops).GetMethods().Any(m => "Ops." + m.Name == name)
                : typeof(Ops).Assembly.GetExportedTypes().Any(t => t.Name == name), name));

    private static string Table(string part)
    {
        var lines = new StringBuilder();
        if (part == "absent")
        {
            lines.Append("| Not there | Why |\n| --- | --- |\n");
            foreach ((string why, string[] names) in Absent)
                lines.Append($"| {string.Join(", ", names.Select(name => $"`{name}`"))} | {why} |\n");
            return lines.ToString();
        }
        lines.Append($"| keras.{part} | here |\n| --- | --- |\n");
        foreach (string name in Names(part).Except(Absent.SelectMany(a => a.Names)))
            lines.Append($"| `{name}` | {Method(part, name) ?? Otherwise.GetValueOrDefault(name) ?? Nowhere} |\n");
        return lines.ToString();
    }

    private static string? Method(string part, string name)
    {
        string plain = name.Replace("_", "", StringComparison.Ordinal);
        foreach (Type type in Places[part])
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
                if (string.Equals(method.Name, plain, StringComparison.OrdinalIgnoreCase)) return $"`{type.Name}.{method.Name}`";
        return null;
    }

    private static string[] Names(string part) =>
        [.. JsonNode
            .Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Fashion.Keras.Tests", "Docs", "KerasOperations.json")))![part]!
            .AsArray().Select(name => (string)name!)];

    private static Type[] Classes(params string[] names) =>
        [.. typeof(Ops).Assembly.GetExportedTypes().Where(type => names.Contains(type.Name))];

    [GeneratedRegex("`((?:Ops\\.)?[A-Z][A-Za-z0-9]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(<!-- table: ([\w.]+) -->)\n.*?(<!-- end -->)", RegexOptions.Singleline)]
    private static partial Regex Marked();
}
