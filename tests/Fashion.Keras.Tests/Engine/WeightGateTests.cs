using Fashion.Keras.Graph;

namespace Fashion.Keras.Tests.Engine;

/// <summary>Readers and writers of weights: never together, none waits forever, the same thread may come again.</summary>
public sealed class WeightGateTests
{
    [Fact]
    public void Enter_ReadersAndWriters_NeverMeet()
    {
        var gate = new WeightGate();
        int readers = 0, writers = 0, meetings = 0;
        Parallel.For(0, 6, new ParallelOptions { MaxDegreeOfParallelism = 6 }, thread =>
        {
            for (int i = 0; i < 2000; i++)
            {
                bool write = (i + thread) % 5 == 0;
                gate.Enter(write);
                if (write && (Interlocked.Increment(ref writers) != 1 || Volatile.Read(ref readers) != 0))
                    Interlocked.Increment(ref meetings);
                if (!write && (Interlocked.Increment(ref readers) < 1 || Volatile.Read(ref writers) != 0))
                    Interlocked.Increment(ref meetings);
                if (i % 100 == 0) Thread.Yield();
                if (write) Interlocked.Decrement(ref writers);
                else Interlocked.Decrement(ref readers);
                gate.Exit();
            }
        });
        Assert.Equal(0, meetings);
    }

    [Fact]
    public void Enter_WriterThatComesAtOnceAgain_LetsTheReaderIn()
    {
        var gate = new WeightGate();
        bool wasIn = false;
        gate.Enter(write: true);
        var reader = new Thread(() =>
        {
            gate.Enter(write: false);
            Volatile.Write(ref wasIn, true);
            gate.Exit();
        });
        reader.Start();
        while ((reader.ThreadState & ThreadState.WaitSleepJoin) == 0) Thread.Yield();
        gate.Exit();
        // The reader was let in with the exit, so the writer waits for it.
        gate.Enter(write: true);
        Assert.True(Volatile.Read(ref wasIn));
        gate.Exit();
        reader.Join();
    }

    [Fact]
    public void Enter_SameThreadAgain_DoesNotWaitForAWriterBetween()
    {
        var gate = new WeightGate();
        gate.Enter(write: false);
        var writer = new Thread(() =>
        {
            gate.Enter(write: true);
            gate.Exit();
        });
        writer.Start();
        while ((writer.ThreadState & ThreadState.WaitSleepJoin) == 0) Thread.Yield();
        gate.Enter(write: false);
        gate.Exit();
        Assert.True(writer.IsAlive);
        gate.Exit();
        writer.Join();
    }

    [Fact]
    public void Enter_ReaderWantsToWrite_SaysWhy()
    {
        var gate = new WeightGate();
        gate.Enter(write: false);
        Assert.Throws<InvalidOperationException>(() => gate.Enter(write: true));
        gate.Exit();
        gate.Enter(write: true);
        gate.Exit();
        Assert.Throws<SynchronizationLockException>(gate.Exit);
    }
}
