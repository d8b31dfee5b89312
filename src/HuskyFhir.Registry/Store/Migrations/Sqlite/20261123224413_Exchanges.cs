using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Exchanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "exchange_answers",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    partner = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    reason = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    removed = table.Column<long>(type: "INTEGER", nullable: true),
                    run = table.Column<byte[]>(type: "BLOB", nullable: true),
                    sha256 = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    state = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_answers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "exchange_lanes",
                columns: table => new
                {
                    partner = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    holder = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_lanes", x => x.partner);
                });

            migrationBuilder.CreateTable(
                name: "exchange_places",
                columns: table => new
                {
                    run = table.Column<byte[]>(type: "BLOB", nullable: false),
                    places = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_places", x => x.run);
                });

            migrationBuilder.CreateTable(
                name: "exchange_runs",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    acknowledged = table.Column<long>(type: "INTEGER", nullable: false),
                    again = table.Column<long>(type: "INTEGER", nullable: false),
                    alarm = table.Column<long>(type: "INTEGER", nullable: false),
                    aside = table.Column<long>(type: "INTEGER", nullable: false),
                    beside = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    changes = table.Column<long>(type: "INTEGER", nullable: false),
                    closed = table.Column<long>(type: "INTEGER", nullable: true),
                    file = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    members = table.Column<long>(type: "INTEGER", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    opened = table.Column<long>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    partner = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    period = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    problem = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    receipt = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    rejected = table.Column<long>(type: "INTEGER", nullable: false),
                    report = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    sent = table.Column<long>(type: "INTEGER", nullable: true),
                    sha256 = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    state = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_runs", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_change_states_partner_member",
                table: "change_states",
                columns: new[] { "partner", "member" },
                filter: "state IN ('rejected', 'set-aside')");

            migrationBuilder.CreateIndex(
                name: "ix_exchange_answers_partner_at",
                table: "exchange_answers",
                columns: new[] { "partner", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_exchange_answers_partner_sha256",
                table: "exchange_answers",
                columns: new[] { "partner", "sha256" });

            migrationBuilder.CreateIndex(
                name: "ix_exchange_runs_partner",
                table: "exchange_runs",
                column: "partner",
                unique: true,
                filter: "state IN ('claimed', 'written')");

            migrationBuilder.CreateIndex(
                name: "ix_exchange_runs_partner_number",
                table: "exchange_runs",
                columns: new[] { "partner", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_exchange_runs_partner_period",
                table: "exchange_runs",
                columns: new[] { "partner", "period" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_exchange_runs_partner_state_number",
                table: "exchange_runs",
                columns: new[] { "partner", "state", "number" },
                filter: "state <> 'closed'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "exchange_answers");

            migrationBuilder.DropTable(
                name: "exchange_lanes");

            migrationBuilder.DropTable(
                name: "exchange_places");

            migrationBuilder.DropTable(
                name: "exchange_runs");

            migrationBuilder.DropIndex(
                name: "ix_change_states_partner_member",
                table: "change_states");
        }
    }
}
