using Fashion.Keras.Engine;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>Steps that do what they did not declare are found, and named with slot and element.</summary>
public sealed unsafe class CheckedPlanTests
{
    private const int Count = 48;
    private static readonly Partition Rows = new(6);

    // A column of a plan: x is written, then y from x.
    private readonly Slot _x = new(0, SlotKind.Arena, Count), _y = new(1, SlotKind.Arena, Count), _z = new(2, SlotKind.Arena, Count);

    [Fact]
    public void Run_StepsThatKeepTheirWord_GiveTheResult()
    {
        PlanState end = Run(3, Ramp(), Twice(Access.Read(_x, Rows)), Copy(_y, _z));
        Assert.Equal(Enumerable.Range(0, Count).Select(i => BitConverter.SingleToInt32Bits(2 * i)), end.Outputs[0]);
    }

    [Fact]
    public void Run_SlotNotDeclared_IsFound() =>
        Fails("step 1 '' touches slot 0 (Arena, 48 elements), which it has not declared", Ramp(), Twice(), Copy(_y, _z));

    [Fact]
    public void Run_WriteToSlotDeclaredAsRead_IsFound() =>
        Fails("worker 1 of 3 writes element 20 of slot 0 (Arena, 48 elements), which the step declares as read only",
        Ramp(), new SharedStep(Rows, (frame, first, end, _) =>
        {
            Double(frame[_x], frame[_y], first, end);
            if (first == 2) frame[_x][20] = 7;
        }, Access.Read(_x, Rows), Access.Write(_y, Rows)), Copy(_y, _z));

    [Fact]
    public void Run_WriteToConstant_IsFound()
    {
        var one = new Slot(3, SlotKind.Constant, 5) { Fill = 1 };
        Fails("writes element 4 of slot 3 (Constant, 5 elements), which the step declares as read only", [_x, _y, _z, one],
            Ramp(), Copy(_x, _z), new SharedStep(Partition.Single, (frame, _, _, _) => frame[one][4] = 2, Access.Read(one)));
    }

    [Fact]
    public void Run_WriteToVariableDeclaredAsRead_IsFoundAndTheVariableIsUnchanged()
    {
        var placement = new ManagedPlacement(new AlignedFloats(3), null);
        placement.Write([1, 2, 3]);
        var slot = new Slot(3, SlotKind.Variable, 3) { Placement = placement };
        Fails("writes element 1 of slot 3 (Variable, 3 elements), which the step declares as read only", [_x, _y, _z, slot],
            Ramp(), Copy(_x, _z), new SharedStep(Partition.Single, (frame, _, _, _) => frame[slot][1] = 9, Access.Read(slot)));
        var values = new float[3];
        placement.Read(values);
        Assert.Equal([1, 2, 3], values);
    }

    [Fact]
    public void Run_WriteToScalar_IsFound()
    {
        var scalar = new Slot(3, SlotKind.Scalar, 1) { Scalar = 0 };
        Fails("writes element 0 of slot 3 (Scalar, 1 elements), which the step declares as read only", [_x, _y, _z, scalar],
            Ramp(), Copy(_x, _z), new SharedStep(Partition.Single, (frame, _, _, _) => *frame[scalar] = 2, Access.Read(scalar)));
    }

    [Fact]
    public void Run_WriteOutsideThePart_IsFound() =>
        Fails("worker 0 of 3 writes element 16 of slot 1 (Arena, 48 elements), of which it may write 0 .. 15 only",
        Ramp(), new SharedStep(Rows, (frame, first, end, _) => Double(frame[_x], frame[_y], first, Math.Min(end + 1, 6)), Access.Read(_x),
            Access.Write(_y, Rows)), Copy(_y, _z));

    [Fact]
    public void Run_WriteAfterTheEnd_IsFound() => Fails("writes at element 48 of slot 1 (Arena, 48 elements)",
        Ramp(), new SharedStep(Rows, (frame, first, end, _) => Double(frame[_x], frame[_y], first, end == 6 ? 7 : end), Access.Read(_x),
            Access.Write(_y, Rows)), Copy(_y, _z));

    [Fact]
    public void Run_WriteInFront_IsFound() => Fails("writes at element -1 of slot 1 (Arena, 48 elements)",
        Ramp(), Twice(Access.Read(_x, Rows)),
        new SharedStep(Partition.Single, (frame, _, _, _) => frame[_y][-1] = 0, Access.Write(_y, Partition.Single)), Copy(_y, _z));

    [Fact]
    public void Run_TwoWorkersWriteTheSame_IsFound() => Fails("workers 0 and 1 both write element 0 of slot 1 (Arena, 48 elements)",
        Ramp(), new SharedStep(Rows, (frame, first, end, _) => frame[_y][0] = 1, Access.Write(_y)), Copy(_x, _z));

    [Fact]
    public void Run_ReadOutsideThePart_IsFound() => Fails("worker 0 of 3 writes element 15 of slot 1 (Arena, 48 elements), and the " +
        "number depends on element 16 of slot 0 (Arena, 48 elements), of which it may read 0 .. 15 only",
        Ramp(), new SharedStep(Rows, (frame, first, end, _) =>
        {
            for (int i = first * 8; i < end * 8; i++) frame[_y][i] = frame[_x][Math.Min(i + 1, Count - 1)];
        }, Access.Read(_x, Rows), Access.Write(_y, Rows)), Copy(_y, _z));

    [Fact]
    public void Run_ReadOfWhatNobodyWrote_IsFound() =>
        Fails("depends on element 8 of slot 0 (Arena, 48 elements), which no step has written yet",
        new SharedStep(Partition.Single, (frame, _, _, _) => new Span<float>(frame[_x], 8).Clear(), Access.Write(_x, Partition.Single)),
            Copy(_x, _z));

    [Fact]
    public void Run_ReadOfScratchThatWasNotWritten_IsFound() =>
        Fails("depends on scratch memory, or memory around its slots, that it has not written",
        Ramp(), new SharedStep(Rows, (frame, first, end, scratch) =>
        {
            for (int i = first * 8; i < end * 8; i++) frame[_y][i] = scratch[0];
        }, Access.Write(_y, Rows))
        { Scratch = 20 }, Copy(_y, _z));

    [Fact]
    public void Run_WriteAfterTheScratchMemory_IsFound() => Fails("writes at element 20 of its scratch memory of 20 elements",
        Ramp(), new SharedStep(Rows, (frame, first, end, scratch) => new Span<float>(scratch, 21).Clear(), Access.Read(_x))
        { Scratch = 20 }, Copy(_x, _z));

    [Fact]
    public void Run_OutputThatNoStepWrites_IsFound() => Fails("no step has written element 8 of the output in slot 2",
        new SharedStep(Partition.Single, (frame, _, _, _) => new Span<float>(frame[_z], 8).Clear(), Access.Write(_z, Partition.Single)));

    [Fact]
    public void Run_ReadOfADeadSlotThroughAKeptPointer_IsFound()
    {
        float* kept = null;
        Fails("do not give what single steps give", Ramp(), new SharedStep(Partition.Single, (frame, _, _, _) =>
        {
            kept = frame[_x];
            new Span<float>(frame[_y], Count).Clear();
        }, Access.Read(_x), Access.Write(_y, Partition.Single)), Copy(_y, _z),
            new SharedStep(Partition.Single, (frame, _, _, _) => frame[_z][5] = kept[5], Access.Write(_z, Partition.Single)));
    }

    [Fact]
    public void Run_ResultInPlaceOfAnOperandThatIsStillRead_IsFound() => Fails("do not give what single steps give",
        // Backwards: element i is not read before element i is written.
        Ramp(), new SharedStep(Partition.Single, (frame, _, _, _) =>
        {
            for (int i = 0; i < Count; i++) frame[_z][i] = frame[_x][Count - 1 - i];
        }, Access.Read(_x, Partition.Single), Access.Write(_z, Partition.Single))
        { Reuses = (_x, _z) });

    [Fact]
    public void Run_ResultThatDependsOnTheOrderOfWorkers_IsFound()
    {
        // Over memory that is in no frame: nothing says that worker 0 has to wait for the others.
        var marks = new int[6];
        Fails("in the order FirstWorkerFirst do not give what single steps give",
            new SharedStep(Partition.Single, (frame, _, _, _) =>
            {
                Array.Clear(marks);
                new Span<float>(frame[_x], Count).Clear();
            }, Access.Write(_x, Partition.Single)),
            new SharedStep(Rows, (frame, first, end, _) => Array.Fill(marks, 1, first, end - first), Access.Read(_x)),
            new SharedStep(Rows, (frame, first, end, _) => new Span<float>(frame[_z] + first * 8, (end - first) * 8).Fill(marks[5]),
                Access.Read(_x), Access.Write(_z, Rows)));
    }

    private void Fails(string message, params PlanStep[] steps) => Fails(message, [_x, _y, _z], steps);

    private void Fails(string message, Slot[] slots, params PlanStep[] steps) =>
        Assert.Contains(message, Assert.Throws<PlanViolationException>(() => Run(3, slots, steps)).Message, StringComparison.Ordinal);

    private PlanState Run(int workers, params PlanStep[] steps) => Run(workers, [_x, _y, _z], steps);

    private PlanState Run(int workers, Slot[] slots, PlanStep[] steps)
    {
        _z.IsOutput = true;
        int scalars = slots.Count(s => s.Kind == SlotKind.Scalar);
        return new CheckedPlan(new Plan(steps, slots, [_z], 0, scalars, workers, profile: false)).Run([], new float[scalars], 0);
    }

    private SharedStep Ramp() => new(Rows, (frame, first, end, _) =>
    {
        for (int i = first * 8; i < end * 8; i++) frame[_x][i] = i;
    }, Access.Write(_x, Rows));

    private SharedStep Twice(params Access[] reads) =>
        new(Rows, (frame, first, end, _) => Double(frame[_x], frame[_y], first, end), [.. reads, Access.Write(_y, Rows)]);

    private static CopyStep Copy(Slot from, Slot to) => new(from, to, Rows);

    private static void Double(float* x, float* y, int first, int end)
    {
        for (int i = first * 8; i < end * 8; i++) y[i] = 2 * x[i];
    }
}
