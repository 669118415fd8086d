using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Layers;

/// <summary>A cell of a user: its output is half of its state.</summary>
[RegisterSerializable("Tests", "MinimalCell")]
internal sealed class MinimalCell(int units, string? name = null) : RecurrentCell(name)
{
    private Variable _kernel = null!, _recurrentKernel = null!;

    public override IReadOnlyList<int> StateSizes => [units];

    public override RecurrentCell Copy() => new MinimalCell(units);

    protected override void Build(Shape inputShape)
    {
        _kernel = AddWeight("kernel", [inputShape[^1], units]);
        _recurrentKernel = AddWeight("recurrent_kernel", [units, units]);
    }

    protected override (SymbolicTensor Output, IReadOnlyList<SymbolicTensor> States) Step(SymbolicTensor inputs,
        IReadOnlyList<SymbolicTensor> states, CallContext context)
    {
        SymbolicTensor state = Ops.MatMul(inputs, _kernel) + Ops.MatMul(states[0], _recurrentKernel);
        return (state * 0.5, [state]);
    }

    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("units", units);
    }
}
